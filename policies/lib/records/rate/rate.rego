# METADATA
# title: Rates and counts of records
# description: A share of the records, a number of them, or a number against that of the period before.
# related_resources:
#   - ref: https://www.openpolicyagent.org/docs/policy-language
package lib.records.rate

import data.lib.records.report

# METADATA
# description: >-
#   A deny when the share of `matching` among `total` (both arrays) is out of bounds: `at_least` and `at_most` are
#   percentages or null. Nothing at all is no share, which another rule has to say.
share(rule) := [deny |
	total := count(rule.total)
	total > 0
	hundredfold := count(rule.matching) * 100
	_out(hundredfold, rule.at_least * total, rule.at_most * total)
	percent := hundredfold / total
	en := sprintf("%s: %d of %d is %v %%%s", [rule.what, count(rule.matching), total, round(percent), _bounds(rule)])
	zh := sprintf("%s：%d / %d，即 %v %%", [rule.what_zh, count(rule.matching), total, round(percent)])
	deny := object.union(report.whole("share", en, zh), {"rows": array.slice(rule.others, 0, 100)})
]

_out(value, least, _) if value < least

_out(value, _, most) if value > most

_bounds(rule) := sprintf(", at least %v %% is demanded", [rule.at_least]) if rule.at_most == 100

_bounds(rule) := sprintf(", at most %v %% is allowed", [rule.at_most]) if rule.at_most != 100

# METADATA
# description: >-
#   One deny per value of `expected` that is `missing`, or one when nothing is expected.
covered(rule) := array.concat(
	[report.whole(sprintf("%v", [value]), en, zh) |
		some value in array.slice(sort({each | some each in rule.missing}), 0, 100)
		en := sprintf("%s: %v is missing", [rule.what, value])
		zh := sprintf("%s：缺少 %v", [rule.what_zh, value])
	],
	report.nothing(rule, true, rule.expected),
)

# METADATA
# description: A deny when the number of rows is out of bounds; a bound is null when there is none.
number(rule) := [deny |
	found := count(rule.rows)
	_beyond(found, rule)
	en := sprintf("%s: there are %d%s", [rule.what, found, _limits(rule)])
	zh := sprintf("%s：共 %d 条", [rule.what_zh, found])
	deny := object.union(report.whole("count", en, zh), {"rows": array.slice(rule.rows, 0, 100)})
]

_beyond(found, rule) if {
	is_number(rule.at_least)
	found < rule.at_least
}

_beyond(found, rule) if {
	is_number(rule.at_most)
	found > rule.at_most
}

_limits(rule) := sprintf(", at least %v are demanded", [rule.at_least]) if is_number(rule.at_least)

_limits(rule) := sprintf(", at most %v are allowed", [rule.at_most]) if not is_number(rule.at_least)

# METADATA
# description: >-
#   A deny when there are more rows than in the period before, or nobody wrote down how many those were.
#   `before` holds the figures of that period; two different ones cannot both be right.
trend(rule) := [deny |
	figures := {figure | some figure in rule.before; is_number(figure)}
	some deny in _trend(rule, count(rule.rows), figures)
]

_trend(rule, found, figures) := [deny |
	count(figures) == 1
	some figure in figures
	found - figure > rule.at_most
	en := sprintf("%s: %d after %v in the period before", [rule.what, found, figure])
	zh := sprintf("%s：本期 %d，上期 %v", [rule.what_zh, found, figure])
	deny := object.union(report.whole("trend", en, zh), {"rows": array.slice(rule.rows, 0, 100)})
] if count(figures) == 1

_trend(rule, _, figures) := [report.whole("trend", en, zh) |
	en := sprintf("%s: the period before has %d figures, so there is nothing to compare with", [rule.what, count(figures)])
	zh := sprintf("%s：上期有 %d 个数值，无法比较", [rule.what_zh, count(figures)])
] if count(figures) != 1
