package logging.declared_transfer_logged_test

import data.logging.declared_transfer_logged as check

entry(change) := {
	"id": "declared:x/a",
	"type": "declared.transfer_route",
	"name": "a",
	"target": "declared",
	"labels": {},
	"dataset": null,
	"facts": object.union(
		{
			"owner": "it",
			"declared_on": "2026-11-01",
			"expires_on": "2027-01-31",
			"source": "shop",
			"destination": "warehouse",
			"crosses": "network",
			"channel": "tls",
			"tunnel": null,
			"partner": null,
			"authorised": ["ann"],
			"logged": true,
			"log_fields": ["source", "destination", "path", "time"],
		},
		change,
	),
}

now := {"now": "2026-11-28T12:00:00Z"}

later := {"now": "2027-02-01T00:00:00Z"}

found(change) := amount if {
	amount := count(check.deny) with input as entry(change) with data.run as now with data.parameters as limits
}

limits := {"transfer_log_fields": ["path", "time"]}

test_pass_when_recorded if {
	found({}) == 0
}

test_fail_when_not_or_not_enough if {
	found({"logged": false}) == 1
	found({"log_fields": ["time"]}) == 1
	found({"log_fields": []}) == 2
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
