# METADATA
# title: Records that must exist
# description: At least one row, of each name when there are names, fulfils all expectations.
# related_resources:
#   - ref: https://www.openpolicyagent.org/docs/policy-language
package lib.records.exists

import data.lib.records.condition
import data.lib.records.report

# METADATA
# description: >-
#   One deny per name without such a row, with what its last row lacks. The rule has `rows`, `expectations` (rows that
#   break it, and what it says), the `names` and their `column`; without names, one row at all must do.
findings(rule) := [deny |
	count(_good(rule)) == 0
	deny := _deny(rule, "", rule.rows)
] if not rule.named

findings(rule) := array.concat(report.nothing(rule, true, rule.names), array.concat(
	[deny |
		cells := [condition.values(rule.column[row]) | some row in rule.rows]
		some name in report.shown(lacking)
		rows := [row | some place, row in rule.rows; name in cells[place]]
		deny := _deny(rule, name, rows)
	],
	report.others(count(lacking)),
)) if {
	rule.named
	there := condition.distinct(rule.column, _good(rule))
	lacking := sort({name | some name in rule.names; not name in there})
}

_good(rule) := [row | some row in rule.rows; not row in broken] if {
	broken := {row | some expectation in rule.expectations; some row in expectation.broken}
}

_deny(rule, name, rows) := report.whole(name, en, zh) if {
	count(rows) == 0
	en := sprintf("%s: there is no record%s", [rule.what, _of(name)])
	zh := sprintf("%s：没有%s记录", [rule.what_zh, _of_zh(name)])
}

_deny(rule, name, rows) := object.union(report.whole(name, en, zh), {"rows": [row]}) if {
	count(rows) > 0
	row := rows[count(rows) - 1]
	broken := [expectation | some expectation in rule.expectations; row in expectation.broken]
	en := sprintf("%s: no valid record%s; the last one: %s", [rule.what, _of(name), concat(", ", [one.en | some one in broken])])
	zh := sprintf("%s：没有%s有效记录；最后一条：%s", [rule.what_zh, _of_zh(name), concat("，", [one.zh | some one in broken])])
}

_of(name) := sprintf(" of %s", [name]) if name != ""

_of(name) := "" if name == ""

_of_zh(name) := sprintf(" %s 的", [name]) if name != ""

_of_zh(name) := "" if name == ""
