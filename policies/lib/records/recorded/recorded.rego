# METADATA
# title: What must be recorded again and again
# description: Each interval has enough records, of each group when there are groups.
# related_resources:
#   - ref: https://www.openpolicyagent.org/docs/policy-language
package lib.records.recorded

import data.lib.records.condition
import data.lib.records.report
import data.lib.records.when

# METADATA
# description: >-
#   The intervals that must hold records: those that end in the period and are over. When there is none of the kind, the
#   time of that length before now or the end of the period, whichever is earlier.
intervals(run, kind, clock) := found if {
	found := _due(run, kind)
	count(found) > 0
}

intervals(run, kind, clock) := [last(_lengths[kind][0], _lengths[kind][1], clock)] if count(_due(run, kind)) == 0

_due(run, kind) := [{"name": one.name, "zh": one.name, "start": start, "end": end} |
	some one in run.intervals[kind]
	one.due
	one.over
	start := time.parse_rfc3339_ns(one.start)
	end := time.parse_rfc3339_ns(one.end)
]

_lengths := {
	"week": [1, "weeks"],
	"month": [1, "months"],
	"quarter": [3, "months"],
	"half-year": [6, "months"],
	"year": [12, "months"],
}

# METADATA
# description: The time of a length before now or the end of the period, whichever is earlier.
last(number, unit, clock) := {"name": name, "zh": zh, "start": start, "end": clock.latest} if {
	name := sprintf("the last %v %s", [number, unit])
	zh := sprintf("最近 %v %s", [number, when.units[unit]])
	start := when.shifted(clock.latest, 0 - number, unit)
}

# METADATA
# description: >-
#   One deny per interval, and per group in it, with fewer records than asked for. The rule has `rows`, the column `date`,
#   the `intervals`, `at_least`, and either no `groups` or the column `per` and the groups that must be there.
findings(rule, clock) := array.concat(report.nothing(rule, rule.grouped, rule.groups), [deny |
	instants := when.instants(rule.date, rule.rows, clock)
	some interval in rule.intervals
	some deny in _missing(rule, interval, _within(rule, interval, instants))
])

_within(rule, interval, instants) := [row |
	date := rule.date
	texts := {text | some text, at in instants; at >= interval.start; at < interval.end}
	some row in rule.rows
	date[row] in texts
]

_missing(rule, interval, rows) := [report.whole(interval.name, en, zh) |
	count(rule.groups) == 0
	not rule.grouped
	count(rows) < rule.at_least
	en := sprintf("%s: %d of at least %v records in %s", [rule.what, count(rows), rule.at_least, interval.name])
	zh := sprintf("%s：%s 仅有 %d 条记录，至少应有 %v 条", [rule.what_zh, interval.zh, count(rows), rule.at_least])
] if not rule.grouped

_missing(rule, interval, rows) := [report.whole(name, en, zh) |
	some group in _lacking(rule, rows)
	name := sprintf("%s/%v", [interval.name, group])
	en := sprintf("%s: too few records of %v in %s", [rule.what, group, interval.name])
	zh := sprintf("%s：%v 在 %s 的记录不足", [rule.what_zh, group, interval.zh])
] if rule.grouped

_lacking(rule, rows) := {group | some group in rule.groups} - condition.distinct(rule.per, rows) if rule.at_least == 1

_lacking(rule, rows) := {group |
	some group in rule.groups
	count([row | some row in rows; group in condition.values(rule.per[row])]) < rule.at_least
} if rule.at_least != 1
