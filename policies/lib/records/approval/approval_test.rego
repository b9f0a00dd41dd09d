package lib.records.approval_test

import data.lib.records.approval
import data.lib.records.when
import data.lib.records.when_test

clock := when.clock(when_test.run)

table := {"key": ["S-1"]}

superior := {
	"who": ["E1"],
	"who_name": "superior",
	"on": ["2026-11-01"],
	"on_name": "superior_on",
	"allowed": null,
}

compliance := {
	"who": ["E2"],
	"who_name": "compliance",
	"on": ["2026-11-02"],
	"on_name": "compliance_on",
	"allowed": ["E2", "E3"],
}

rule := {
	"rows": [0],
	"approvals": [superior, compliance],
	"requesters": ["E9"],
	"before": ["2026-11-02"],
	"before_name": "shared_on",
}

faults(changed) := {deny.path | some deny in approval.findings(table, object.union(rule, changed), clock)}

one(changed) := {"approvals": [superior, object.union(compliance, changed)]}

test_good if {
	faults({}) == set()
}

test_missing if {
	faults(one({"who": [null]})) == {"S-1#compliance"}
}

test_undated if {
	faults(one({"on": [null]})) == {"S-1#compliance_on"}
	faults({"approvals": [object.union(superior, {"on": ["2026-11-29"]})], "before": ["2026-12-01"]}) == {"S-1#superior_on"}
}

test_too_late if {
	faults({"before": ["2026-11-01"]}) == {"S-1#compliance_on late"}
}

test_on_the_same_day_by_the_hour if {
	early := {"before": ["2026-11-02T09:00:00Z"]}
	faults(object.union(early, one({"on": ["2026-11-02T08:59:59Z"]}))) == set()
	faults(object.union(early, one({"on": ["2026-11-02T09:00:00Z"]}))) == {"S-1#compliance_on late"}
}

test_not_done_yet if {
	faults({"before": [null]}) == set()
}

test_own_request if {
	faults({"requesters": ["E1"]}) == {"S-1#superior own"}
}

test_one_person_twice if {
	faults(one({"who": ["E1"], "allowed": null})) == {"S-1#two persons"}
}

test_not_entitled if {
	faults(one({"who": ["E4"]})) == {"S-1#compliance entitled"}
}
