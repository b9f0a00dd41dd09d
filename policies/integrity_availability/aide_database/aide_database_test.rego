package integrity_availability.aide_database_test

import data.integrity_availability.aide_database as check

machine(installed, database) := {
	"id": "host:1/intrusion_detection",
	"type": "server.intrusion_detection",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": {"aide": {"installed": installed, "database": database, "schedule": [], "paths": []}},
}

database(exists, updated) := {"place": "file:/var/lib/aide/aide.db", "exists": exists, "updated": updated}

denied(exists, updated) := found if {
	found := check.deny with input as machine(true, database(exists, updated))
		with data.run as {"now": "2026-11-20T00:00:00Z"}
		with data.parameters as {"integrity_baseline_max_days": 92}
}

test_pass_when_fresh if {
	count(denied("yes", "2026-08-20T00:00:00Z")) == 0
}

test_fail_when_stale if {
	{found.severity | some found in denied("yes", "2026-08-19T23:00:00Z")} == {"low"}
}

test_fail_without_one if {
	count(denied("no", null)) == 1
	# An empty file has a date.
	count(denied("no", "2020-01-01T00:00:00Z")) == 1
}

test_unknown_when_it_lies_elsewhere if {
	elsewhere := {"place": "https://db.example/aide.db", "exists": "undetermined", "updated": null}
	count(check.unknown) == 1 with input as machine(true, elsewhere)
	count(check.deny) == 0 with input as machine(true, elsewhere)
}

test_not_applicable_without_aide if {
	check.not_applicable with input as machine(false, null)
	not check.not_applicable with input as machine(true, database("no", null))
}
