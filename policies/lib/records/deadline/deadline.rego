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
#   `from` and `to` with their names, `limits` (a number per kind, under "" for all) in one `unit`, the columns `kinds`
#   and `grades` (or empty lists), and the `severities` of grades that raise it.
findings(table, rule, clock) := report.rows(table, array.concat(
	[item |
		some row in late(rule, clock)
		item := object.union(_late(rule, row), _graver(rule, row))
	],
	[item |
		some row in _unclear(rule)
		item := {
			"row": row,
			"name": "no deadline",
			"en": sprintf("%s or what sets the limit is empty, so the deadline of %s is unclear", [rule.from_name, rule.to_name]),
			"zh": sprintf("%s 或决定期限的字段为空，无法判断 %s 的期限", [rule.from_name, rule.to_name]),
		}
	],
))

# METADATA
# description: The rows that are done too late, or are not done and the time is over.
late(rule, clock) := [row |
	done := _done(rule, clock)
	due := {text: when.shifted(at, rule.limits[""], rule.unit) |
		some text, at in when.instants(rule.from, rule.rows, clock)
	}
	some row in rule.rows
	done[rule.to[row]] > due[rule.from[row]]
] if count(rule.kinds) == 0

late(rule, clock) := [row |
	done := _done(rule, clock)
	began := when.instants(rule.from, rule.rows, clock)
	some row in rule.rows
	done[rule.to[row]] > when.shifted(began[rule.from[row]], rule.limits[rule.kinds[row]], rule.unit)
] if count(rule.kinds) > 0

# When rows are done, by what they say; those that are not done are judged as of now.
_done(rule, clock) := object.union({null: clock.now}, when.instants(rule.to, rule.rows, clock))

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
	zh := sprintf("%s %s：应在 %s 后 %v %s内", [rule.to_name, state[1], rule.from_name, limit, _units[rule.unit]])
}

_state(value) := ["is missing", "缺失"] if value == null

_state(value) := ["is late", "超时"] if value != null

_units := {"minutes": "分钟", "hours": "小时", "days": "天", "weeks": "周", "months": "个月", "years": "年"}

# Rows of which nobody knows when they began, or how much time there is.
_unclear(rule) := {row |
	some row in rule.rows
	rule.from[row] == null
} | {row |
	some row in rule.rows
	not is_number(object.get(rule.limits, rule.kinds[row], null))
} if count(rule.kinds) > 0

_unclear(rule) := {row |
	some row in rule.rows
	rule.from[row] == null
} if count(rule.kinds) == 0

# METADATA
# description: >-
#   One deny per row that is not done at the end of its due date, or was done after it. The rule has `rows` and the
#   columns `due` and `to` with their names.
overdue(table, rule, clock) := report.rows(table, array.concat(
	[{"row": row, "name": rule.name, "en": en, "zh": zh} |
		done := _done(rule, clock)
		due := {text: when.completed(text, clock) | some text, _ in when.instants(rule.due, rule.rows, clock)}
		some row in rule.rows
		done[rule.to[row]] >= due[rule.due[row]]
		en := sprintf("%s is not in time: %s says %s", [rule.to_name, rule.due_name, rule.due[row]])
		zh := sprintf("%s 未按期：%s 为 %s", [rule.to_name, rule.due_name, rule.due[row]])
	],
	[{"row": row, "name": "due", "en": en, "zh": zh} |
		some row in rule.rows
		rule.due[row] == null
		en := sprintf("%s is empty, so nothing sets the deadline of %s", [rule.due_name, rule.to_name])
		zh := sprintf("%s 为空，%s 没有期限", [rule.due_name, rule.to_name])
	],
))
