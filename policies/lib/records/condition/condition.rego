# METADATA
# title: Conditions on the values of records
# description: What an empty value is compared with never holds, so that it can neither excuse nor fulfil anything.
# related_resources:
#   - ref: https://www.openpolicyagent.org/docs/policy-language
package lib.records.condition

import data.lib.records.when

# METADATA
# description: Something is filled in.
present(value) if {
	value != null
	not value in ["", [], false]
}

present(value) if value == false

# METADATA
# description: The values of a field, whether it holds one or a list of them.
values(value) := value if is_array(value)

values(value) := [value] if {
	not is_array(value)
	value != null
}

values(value) := [] if value == null

# METADATA
# description: The values that a column holds in some rows, by itself or in lists. Many rows say the same.
distinct(column, rows) := ((cells - lists) - {null}) | {value | some cell in lists; some value in cell} if {
	cells := {column[row] | some row in rows}
	lists := {cell | some cell in cells; is_array(cell)}
}

# METADATA
# description: A field holds all of these.
contains_all(value, items) if count(lacking(value, items)) == 0

# METADATA
# description: Which of these a field does not hold.
lacking(value, items) := [item |
	some item in items
	not item in values(value)
]

# METADATA
# description: A field is filled in, and with nothing but these.
only(value, items) if {
	count(values(value)) > 0
	every one in values(value) {
		one in items
	}
}

# METADATA
# description: Comparisons of two numbers.
number_above(value, bound) if {
	is_number(value)
	is_number(bound)
	value > bound
}

number_at_least(value, bound) if {
	is_number(value)
	is_number(bound)
	value >= bound
}

# METADATA
# description: Comparisons of two days or instants.
time_above(value, bound, clock) if when.instant(value, clock) > when.instant(bound, clock)

time_at_least(value, bound, clock) if when.instant(value, clock) >= when.instant(bound, clock)

# METADATA
# description: A day or an instant lies within so long before the latest moment of the period, and not after it.
time_within(value, number, unit, clock) if {
	at := when.instant(value, clock)
	at >= when.shifted(clock.latest, 0 - number, unit)
	at < clock.latest
}
