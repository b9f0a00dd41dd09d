package logging.declared_monitor_live_test

import data.logging.declared_monitor_live as check

entry(change) := {
	"id": "declared:x/a",
	"type": "declared.monitor",
	"name": "a",
	"target": "declared",
	"labels": {},
	"dataset": null,
	"facts": object.union(
		{
			"owner": "it",
			"declared_on": "2026-11-01",
			"expires_on": "2027-01-31",
			"tool": "prometheus",
			"covers": ["crm"],
			"running": true,
			"delay_minutes": 1,
		},
		change,
	),
}

now := {"now": "2026-11-28T12:00:00Z"}

later := {"now": "2027-02-01T00:00:00Z"}

found(change) := amount if {
	amount := count(check.deny) with input as entry(change) with data.run as now with data.parameters as limits
}

limits := {"log_delay_minutes": 15}

test_pass_when_live if {
	found({}) == 0
}

test_fail_when_not if {
	found({"running": false}) == 1
	found({"covers": []}) == 1
	found({"delay_minutes": 16}) == 1
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
