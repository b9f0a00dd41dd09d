package backup.declared_backup_test

import data.backup.declared_backup as check

entry(change) := {
	"id": "declared:x/a",
	"type": "declared.backup",
	"name": "a",
	"target": "declared",
	"labels": {},
	"dataset": null,
	"facts": object.union(
		{
			"owner": "it",
			"declared_on": "2026-11-01",
			"expires_on": "2027-01-31",
			"store": "erp",
			"last_success_on": "2026-11-28",
			"encrypted": true,
			"elsewhere": true,
		},
		change,
	),
}

now := {"now": "2026-11-28T12:00:00Z"}

later := {"now": "2027-02-01T00:00:00Z"}

found(change) := amount if {
	amount := count(check.deny) with input as entry(change) with data.run as now with data.parameters as limits
}

limits := {"backup_max_age_hours": 26}

test_pass_when_in_order if {
	found({}) == 0
	found({"last_success_on": "2026-11-27"}) == 0
}

test_fail_when_not if {
	found({"last_success_on": null}) == 1
	found({"last_success_on": "2026-11-25"}) == 1
	found({"encrypted": false}) == 1
	found({"elsewhere": false}) == 1
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
