# METADATA
# title: Deadlines of records
# description: What began must be done in time; what is not done is judged as of now.
# related_resources:
#   - ref: https://www.openpolicyagent.org/docs/policy-language
package lib.records.deadline

import data.lib.records.report
import data.lib.records.when

# METADATA
# description: >-
#   One deny per row whose second time is later than the first by more than the limit. The rule has `rows`, the columns
#   `from` and `to` with their names, `exact` where both hold instants, `limits` (a number per kind, under "" for all) in
#   one `unit`, the columns `kinds` and `grades` (or empty lists), and the `severities` of grades that raise it.
findings(table, rule, clock) := report.rows(
	table,
	array.concat(
		[item |
			some row in report.shown(_gravest_first(rule, tardy))
			item := object.union(_late(rule, row), _graver(rule, row))
		],
		[item |
			some row in report.shown(unclear)
			item := {
				"row": row,
				"name": "no deadline",
				"en": sprintf("%s or what sets the limit is empty, so the deadline of %s is unclear", [rule.from_name, rule.to_name]),
				"zh": sprintf("%s 或决定期限的字段为空，无法判断 %s 的期限", [rule.from_name, rule.to_name]),
			}
		],
	),
	count(tardy) + count(unclear),
) if {
	tardy := late(rule, clock)
	unclear := [row | some row in _unclear(rule)]
}

# Of many rows only some are named: those that matter most.
_gravest_first(rule, rows) := [row |
	some severity in ["critical", "high", "medium", "low", ""]
	some row in rows
	object.get(rule.severities, rule.grades[row], "") == severity
] if count(rule.grades) > 0

_gravest_first(rule, rows) := rows if count(rule.grades) == 0

# METADATA
# description: The rows that are done too late, or are not done and the time is over.
late(rule, clock) := _later(rule, rule.rows, rule.limits[""], clock) if count(rule.kinds) == 0

late(rule, clock) := sort([row |
	kinds := rule.kinds
	some kind, limit in rule.limits
	rows := [row | some row in rule.rows; kinds[row] == kind]
	some row in _later(rule, rows, limit, clock)
]) if count(rule.kinds) > 0

# Registers of many rows repeat few days, but hardly any instant.
_later(rule, rows, limit, clock) := [row |
	done := _done(rule, rows, clock)
	due := when.deadlines(when.instants(rule.from, rows, clock), limit, rule.unit)
	from := rule.from
	to := rule.to
	some row in rows
	done[to[row]] > due[from[row]]
] if not when.nanoseconds(limit, rule)

_later(rule, rows, limit, clock) := sort(array.concat(
	[row |
		most := when.nanoseconds(limit, rule)
		from := rule.from
		to := rule.to
		some row in rows
		done := to[row]
		began := from[row]
		done != null
		began != null
		time.parse_rfc3339_ns(done) - time.parse_rfc3339_ns(began) > most
	],
	[row |
		latest := clock.now - when.nanoseconds(limit, rule)
		from := rule.from
		to := rule.to
		some row in rows
		to[row] == null
		began := from[row]
		began != null
		time.parse_rfc3339_ns(began) < latest
	],
)) if when.nanoseconds(limit, rule)

# When rows are done, by what they say; those that are not done are judged as of now.
_done(rule, rows, clock) := object.union({null: clock.now}, when.instants(rule.to, rows, clock))

_kind(rule, row) := rule.kinds[row] if count(rule.kinds) > 0

_kind(rule, _) := "" if count(rule.kinds) == 0

# Not a reference within a reference under `not`: where the inner one is undefined, the engines differ.
_graver(rule, row) := {"severity": severity} if {
	severity := object.get(rule.severities, _grade(rule, row), "")
	severity != ""
}

_graver(rule, row) := {} if object.get(rule.severities, _grade(rule, row), "") == ""

_grade(rule, row) := rule.grades[row] if count(rule.grades) > 0

_grade(rule, _) := "" if count(rule.grades) == 0

_late(rule, row) := {"row": row, "name": rule.name, "en": en, "zh": zh} if {
	limit := rule.limits[_kind(rule, row)]
	state := _state(rule.to[row])
	en := sprintf("%s %s: it is due within %v %s of %s", [rule.to_name, state[0], limit, rule.unit, rule.from_name])
	zh := sprintf("%s %s：应在 %s 后 %v %s内", [rule.to_name, state[1], rule.from_name, limit, when.units[rule.unit]])
}

_state(value) := ["is missing", "缺失"] if value == null

_state(value) := ["is late", "超时"] if value != null

# Rows of which nobody knows when they began, or how much time there is.
_unclear(rule) := _undated(rule) | {row |
	known := {kind | some kind, limit in rule.limits; is_number(limit)}
	kinds := rule.kinds
	some row in rule.rows
	not kinds[row] in known
} if count(rule.kinds) > 0

_unclear(rule) := _undated(rule) if count(rule.kinds) == 0

_undated(rule) := {row |
	from := rule.from
	some row in rule.rows
	from[row] == null
}

# METADATA
# description: >-
#   One deny per row that is not done at the end of its due date, or was done after it. The rule has `rows` and the
#   columns `due` and `to` with their names.
overdue(table, rule, clock) := report.rows(
	table,
	array.concat(
		[{"row": row, "name": rule.name, "en": en, "zh": zh} |
			some row in report.shown(tardy)
			en := sprintf("%s is not in time: %s says %s", [rule.to_name, rule.due_name, rule.due[row]])
			zh := sprintf("%s 未按期：%s 为 %s", [rule.to_name, rule.due_name, rule.due[row]])
		],
		[{"row": row, "name": "due", "en": en, "zh": zh} |
			some row in report.shown(open)
			en := sprintf("%s is empty, so nothing sets the deadline of %s", [rule.due_name, rule.to_name])
			zh := sprintf("%s 为空，%s 没有期限", [rule.due_name, rule.to_name])
		],
	),
	count(tardy) + count(open),
) if {
	tardy := _overdue(rule, clock)
	open := [row | some row in rule.rows; rule.due[row] == null]
}

_overdue(rule, clock) := [row |
	done := _done(rule, rule.rows, clock)
	ends := {text: when.completed(text, clock) | some text, _ in when.instants(rule.due, rule.rows, clock)}
	due := rule.due
	to := rule.to
	some row in rule.rows
	done[to[row]] >= ends[due[row]]
]
