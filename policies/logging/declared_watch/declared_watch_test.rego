package logging.declared_watch_test

import data.logging.declared_watch as check

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

test_pass_with_people if {
	count(check.deny) == 0 with input as entry({}) with data.run as now
}

test_fail_without if {
	count(check.deny) == 1 with input as entry({"watch": []}) with data.run as now
	count(check.deny) == 1 with input as entry({"watch": [{"people": [], "hours": "24x7"}]}) with data.run as now
}

stale(run) := amount if {
	amount := count(check.unknown) with input as entry({})
		with data.run as run
}

test_unknown_when_the_statement_has_expired if {
	stale(later) > 0
	stale(now) == 0
}
