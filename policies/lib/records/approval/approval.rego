# METADATA
# title: Approvals of records
# description: Given before the deed, by different people who may give them, none of whom asked for it.
# related_resources:
#   - ref: https://csrc.nist.gov/glossary/term/separation_of_duty
package lib.records.approval

import data.lib.records.each
import data.lib.records.when

# METADATA
# description: >-
#   One deny per row and fault. The rule has `rows`, `approvals` (columns `who` and `on` with their names, and `allowed`,
#   the persons who may give it, or null), the columns `requesters` and `before` (or empty lists).
findings(table, rule, clock) := each.findings(table, array.concat(
	[fault |
		some approval in rule.approvals
		given := _given(rule, approval)
		some fault in array.concat(_times(rule, approval, given, clock), _people(rule, approval, given))
	],
	[{"broken": _same(rule), "name": "two persons", "en": "one person gave two approvals", "zh": "同一人作出两次审批"}],
))

_absent := {null, "", []}

# The rows that somebody approved.
_given(rule, approval) := [row |
	absent := _absent
	who := approval.who
	some row in rule.rows
	not who[row] in absent
]

_times(rule, approval, given, clock) := [
	{
		"broken": _ungiven(rule, approval),
		"name": approval.who_name,
		"en": sprintf("%s is empty", [approval.who_name]),
		"zh": sprintf("%s 为空", [approval.who_name]),
	},
	{
		"broken": [row | some row in given; not approval.on[row] in past],
		"name": approval.on_name,
		"en": sprintf("%s is empty or in the future", [approval.on_name]),
		"zh": sprintf("%s 为空或在将来", [approval.on_name]),
	},
	{
		"broken": [row | some row in given; at[approval.on[row]] >= done[rule.before[row]]],
		"name": sprintf("%s late", [approval.on_name]),
		"en": sprintf("%s is later than %s", [approval.on_name, rule.before_name]),
		"zh": sprintf("%s 晚于 %s", [approval.on_name, rule.before_name]),
	},
] if {
	at := when.instants(approval.on, given, clock)
	past := {text | some text, instant in at; instant <= clock.now}
	done := {text: when.completed(text, clock) | some text, _ in when.instants(rule.before, given, clock)}
}

_ungiven(rule, approval) := [row |
	absent := _absent
	who := approval.who
	some row in rule.rows
	who[row] in absent
]

_people(rule, approval, given) := [
	{
		"broken": [row | some row in given; approval.who[row] == rule.requesters[row]],
		"name": sprintf("%s own", [approval.who_name]),
		"en": sprintf("%s asked for it: nobody approves his or her own request", [approval.who_name]),
		"zh": sprintf("%s 即申请人，不得自批", [approval.who_name]),
	},
	{
		"broken": _unentitled(approval, given),
		"name": sprintf("%s entitled", [approval.who_name]),
		"en": sprintf("%s may not give this approval", [approval.who_name]),
		"zh": sprintf("%s 无权作出此审批", [approval.who_name]),
	},
]

_unentitled(approval, given) := [row |
	allowed := {person | some person in approval.allowed}
	some row in given
	not approval.who[row] in allowed
] if is_array(approval.allowed)

_unentitled(approval, _) := [] if not is_array(approval.allowed)

_same(rule) := sort({row |
	absent := _absent
	some place, one in rule.approvals
	some other in array.slice(rule.approvals, place + 1, count(rule.approvals))
	some row in rule.rows
	one.who[row] == other.who[row]
	not one.who[row] in absent
})
