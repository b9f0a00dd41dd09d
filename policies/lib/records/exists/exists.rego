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
findings(rule) := array.concat(report.nothing(rule, rule.named, rule.names), array.concat(
	[deny |
		not rule.named
		some deny in _without(rule, "", rule.rows)
	],
	[deny |
		rule.named
		some name in rule.names
		rows := [row | some row in rule.rows; name in condition.values(rule.column[row])]
		some deny in _without(rule, name, rows)
	],
))

_without(rule, name, rows) := [deny |
	good := [row | some row in rows; not _breaks(rule, row)]
	count(good) == 0
	deny := _deny(rule, name, rows)
]

_breaks(rule, row) if {
	some expectation in rule.expectations
	row in expectation.broken
}

_deny(rule, name, rows) := report.whole(name, en, zh) if {
	count(rows) == 0
	en := sprintf("%s: there is no record%s", [rule.what, _of(name)])
	zh := sprintf("%s：没有记录 %s", [rule.what_zh, name])
}

_deny(rule, name, rows) := object.union(report.whole(name, en, zh), {"rows": [row]}) if {
	count(rows) > 0
	row := rows[count(rows) - 1]
	broken := [expectation | some expectation in rule.expectations; row in expectation.broken]
	en := sprintf("%s: no valid record%s; the last one: %s", [rule.what, _of(name), concat(", ", [one.en | some one in broken])])
	zh := sprintf("%s：%s 没有有效记录；最后一条：%s", [rule.what_zh, name, concat("，", [one.zh | some one in broken])])
}

_of(name) := sprintf(" of %s", [name]) if name != ""

_of(name) := "" if name == ""
