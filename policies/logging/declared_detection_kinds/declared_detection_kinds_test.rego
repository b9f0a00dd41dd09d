package logging.declared_detection_kinds_test

import data.logging.declared_detection_kinds as check

entry(change) := {
	"id": "declared:x/a",
	"type": "declared.inventory",
	"name": "a",
	"target": "declared",
	"labels": {},
	"dataset": null,
	"facts": object.union(
		{
			"owner": "it",
			"declared_on": "2026-11-01",
			"expires_on": "2027-01-31",
			"watch": [{"people": ["ann"], "hours": "24x7"}],
			"dlp_channels": ["mail"],
			"entries": {"security_software": 1},
		},
		change,
	),
}

now := {"now": "2026-11-28T12:00:00Z"}

later := {"now": "2027-02-01T00:00:00Z"}

limits := {"detection_kinds": ["abnormal_access_pattern", "abnormal_data_flow"]}

rows := rules(true, "2027-12-31")

rules(on, expires) := {"declared.alert_rule": {"by": {}, "all": [rule |
	some kind in limits.detection_kinds
	rule := {
		"id": kind,
		"name": kind,
		"target": "declared",
		"detects": kind,
		"enabled": on,
		"declared_on": "2026-11-01",
		"expires_on": expires,
	}
]}}

found(inventory) := amount if {
	amount := count(check.deny) with input as entry({})
		with data.run as now
		with data.parameters as limits
		with data.inventory as inventory
}

test_pass_with_a_rule_for_each if {
	found(rows) == 0
}

test_fail_without_when_off_or_expired if {
	found({"declared.alert_rule": {"by": {}, "all": []}}) == 2
	found(rules(false, "2027-12-31")) == 2
	found(rules(true, "2026-11-27")) == 2
}

stale(run) := amount if {
	amount := count(check.unknown) with input as entry({})
		with data.run as run
		with data.parameters as limits
		with data.inventory as rows
}

test_unknown_when_the_statement_has_expired if {
	stale(later) > 0
	stale(now) == 0
}
