# METADATA
# title: The staff roster
# description: Finds the rows of a login name, and who of them has left.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/passwd.5.html
package lib.roster

import data.lib.dates
import data.lib.wildcard

# METADATA
# description: Ways in which a register may write a login name that the machine writes like this.
spellings(login) := {login, lower(login), upper(login), concat("", [initial, lower(substring(login, 1, -1))])} if {
	initial := upper(substring(login, 0, 1))
}

# METADATA
# description: Persons of the rows who have left and have not come back.
leavers(rows) := {row.person |
	some row in rows
	row.status == "left"
	not row.person in employed(rows)
}

# METADATA
# description: Persons of the rows who work here.
employed(rows) := {row.person |
	some row in rows
	row.status != "left"
}

# METADATA
# description: The last day of a person; who came back and left again has several rows. Undefined without a date.
last_day(rows, person) := max([row.left_on |
	some row in rows
	row.person == person
	dates.day_start(row.left_on)
])

# METADATA
# description: So many hours have passed since the end of a day. Undefined for what is no date.
passed(day, hours, now) if dates.instant(now) > dates.day_start(day) + dates.hours(24 + hours)

# METADATA
# description: >-
#   Staff ids of those to whom the list of owners gives an account that has these names on a target. What names it
#   exactly, or on this target alone, goes before what is general. Empty when the list says nothing of it.
owners(rows, names, target) := {row.person |
	meant := [row |
		some row in rows
		_names_one(row, names, target)
	]
	best := max([_precision(row) | some row in meant])
	some row in meant
	_precision(row) == best
}

# METADATA
# description: >-
#   The roster's rows, which `by_person` has by staff id, of those to whom the list of owners gives a personal account
#   that has these names on a target.
owned(rows, by_person, names, target) := {row |
	personal := [row | some row in rows; row.service == null]
	some person in owners(personal, names, target)
	some id in spellings(person)
	some row in by_person[id]
}

# METADATA
# description: Somebody of these staff ids is on the roster; `by_person` has its rows by staff id.
knows(by_person, persons) if {
	some person in persons
	some id in spellings(person)
	count(by_person[id]) > 0
}

_names_one(row, names, target) if {
	row.system in {null, target}
	some name in names
	wildcard.matches(lower(row.account), lower(name))
}

_precision(row) := sum([1000000 | not contains(row.account, "*")]) + _length(row)

_length(row) := count(row.account) if row.system == null

_length(row) := count(row.account) + 100000 if row.system != null
