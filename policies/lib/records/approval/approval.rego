# METADATA
# title: Approvals of records
# description: Given before the deed, by different people who may give them, none of whom asked for it.
# related_resources:
#   - ref: https://csrc.nist.gov/glossary/term/separation_of_duty
package lib.records.approval

import data.lib.records.condition
import data.lib.records.report
import data.lib.records.when

# METADATA
# description: >-
#   One deny per row and fault. The rule has `rows`, `approvals` (columns `by` and `on` with their names, and `allowed`,
#   the persons who may give it, or null), the columns `requesters` and `before` (or empty lists).
findings(table, rule, clock) := report.rows(table, faults, count(faults)) if {
	faults := [item |
		some row in rule.rows
		some fault in array.concat(_missing(rule, row, clock), _people(rule, row))
		item := {"row": row, "name": fault[0], "en": fault[1], "zh": fault[2]}
	]
}

_missing(rule, row, clock) := [fault |
	some approval in rule.approvals
	some fault in _faults(rule, row, approval, clock)
]

_faults(_, row, approval, _) := [[approval.by_name, en, zh]] if {
	not condition.present(approval.by[row])
	en := sprintf("%s is empty", [approval.by_name])
	zh := sprintf("%s 为空", [approval.by_name])
}

_faults(rule, row, approval, clock) := array.concat(_undated(row, approval, clock), _late(rule, row, approval, clock)) if {
	condition.present(approval.by[row])
}

_undated(row, approval, clock) := [[approval.on_name, en, zh] |
	not _past(approval.on[row], clock)
	en := sprintf("%s is empty or in the future", [approval.on_name])
	zh := sprintf("%s 为空或在将来", [approval.on_name])
]

_past(value, clock) if when.instant(value, clock) <= clock.now

_late(rule, row, approval, clock) := [[sprintf("%s late", [approval.on_name]), en, zh] |
	done := when.completed(rule.before[row], clock)
	when.instant(approval.on[row], clock) >= done
	en := sprintf("%s is later than %s", [approval.on_name, rule.before_name])
	zh := sprintf("%s 晚于 %s", [approval.on_name, rule.before_name])
]

_people(rule, row) := array.concat(
	[[sprintf("%s own", [approval.by_name]), en, zh] |
		some approval in rule.approvals
		condition.present(approval.by[row])
		approval.by[row] == rule.requesters[row]
		en := sprintf("%s asked for it: nobody approves his or her own request", [approval.by_name])
		zh := sprintf("%s 即申请人，不得自批", [approval.by_name])
	],
	array.concat(_same(rule, row), _unentitled(rule, row)),
)

_same(rule, row) := [["two persons", en, zh] |
	people := [approval.by[row] | some approval in rule.approvals; condition.present(approval.by[row])]
	count(people) > count({person | some person in people})
	en := "one person gave two approvals"
	zh := "同一人作出两次审批"
]

_unentitled(rule, row) := [[sprintf("%s entitled", [approval.by_name]), en, zh] |
	some approval in rule.approvals
	is_array(approval.allowed)
	condition.present(approval.by[row])
	not approval.by[row] in approval.allowed
	en := sprintf("%s may not give this approval", [approval.by_name])
	zh := sprintf("%s 无权作出此审批", [approval.by_name])
]
