package integrity_availability.postgres_archiver_failing_test

import data.integrity_availability.postgres_archiver_failing as check

server(facts) := {
	"id": "postgres:7",
	"type": "postgres.server",
	"name": "db1:5432",
	"target": "db",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

facts(mode, archived, failed) := {
	"archiving": {"mode": mode, "command_set": true},
	"archiver": {
		"archived_count": 1,
		"failed_count": 1,
		"last_archived": archived,
		"last_failed": failed,
	},
}

test_fail_when_the_last_try_failed if {
	count(check.deny) == 1 with input as server(facts("on", "2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z"))
	count(check.deny) == 1 with input as server(facts("on", null, "2026-11-02T00:00:00Z"))
}

test_pass_when_it_has_caught_up if {
	count(check.deny) == 0 with input as server(facts("on", "2026-11-02T00:00:00Z", "2026-11-01T00:00:00Z"))
	count(check.deny) == 0 with input as server(facts("on", "2026-11-02T00:00:00Z", null))
	count(check.deny) == 0 with input as server(facts("always", null, null))
}

test_not_applicable_without_archive if {
	check.not_applicable with input as server(facts("off", null, "2026-11-02T00:00:00Z"))
	not check.not_applicable with input as server(facts("on", null, null))
}
