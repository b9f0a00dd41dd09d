package integrity_availability.postgres_archiving_test

import data.integrity_availability.postgres_archiving as check

server(facts) := {
	"id": "postgres:7",
	"type": "postgres.server",
	"name": "db1:5432",
	"target": "db",
	"labels": {},
	"dataset": dataset("general"),
	"facts": facts,
}

dataset(classification) := {"ids": ["crm"], "classification": classification, "retention_days": 365, "owner": "o"}

facts(mode, set_, receivers) := {
	"archiving": {"mode": mode, "command_set": set_},
	"wal_receivers": receivers,
	"standby": false,
}

test_fail_without_an_archive if {
	count(check.deny) == 1 with input as server(facts("off", false, []))
	count(check.deny) == 1 with input as server(facts("on", false, []))
}

test_pass_with_an_archive if {
	count(check.deny) == 0 with input as server(facts("on", true, []))
	count(check.unknown) == 0 with input as server(facts("always", true, ["standby1"]))
}

test_unknown_when_something_receives_the_log if {
	count(check.deny) == 0 with input as server(facts("off", false, ["pg_receivewal"]))
	count(check.unknown) == 1 with input as server(facts("off", false, ["pg_receivewal"]))
	count(check.unknown) == 0 with input as server(facts("off", false, []))
}

test_not_applicable_on_standbys_and_without_datasets if {
	check.not_applicable with input as server(object.union(facts("off", false, []), {"standby": true}))
	check.not_applicable with input as object.union(object.remove(server({}), ["dataset"]), {"dataset": null})
	not check.not_applicable with input as server(facts("off", false, []))
}
