package logging.declared_alert_works_test

import data.logging.declared_alert_works as check

entry(change) := {
	"id": "declared:x/a",
	"type": "declared.alert_rule",
	"name": "a",
	"target": "declared",
	"labels": {},
	"dataset": null,
	"facts": object.union(
		{
			"owner": "it",
			"declared_on": "2026-11-01",
			"expires_on": "2027-01-31",
			"system": "siem",
			"detects": "abnormal_access_pattern",
			"covers": ["crm"],
			"enabled": true,
			"recipients": ["soc@shop.example"],
			"delay_minutes": 5,
			"tested_on": "2026-11-10",
		},
		change,
	),
}

now := {"now": "2026-11-28T12:00:00Z"}

later := {"now": "2027-02-01T00:00:00Z"}

found(change) := amount if {
	amount := count(check.deny) with input as entry(change) with data.run as now with data.parameters as limits
}

limits := {"alert_delay_minutes": 15, "alert_test_max_days": 92}

test_pass_when_it_works if {
	found({}) == 0
	found({"delay_minutes": 15}) == 0
}

test_fail_when_it_does_not if {
	found({"enabled": false}) == 1
	found({"recipients": []}) == 1
	found({"delay_minutes": 16}) == 1
	found({"tested_on": null}) == 1
	found({"tested_on": "2026-08-01"}) == 1
}

stale(run) := amount if {
	amount := count(check.unknown) with input as entry({})
		with data.run as run
		with data.parameters as limits
}

test_unknown_when_the_statement_has_expired if {
	stale(later) > 0
	stale(now) == 0
}
