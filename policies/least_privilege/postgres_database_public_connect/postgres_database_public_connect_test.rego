package least_privilege.postgres_database_public_connect_test

import data.least_privilege.postgres_database_public_connect as check

dataset(classification) := {"ids": ["crm"], "classification": classification, "retention_days": 365, "owner": "o"}

database(facts) := {
	"id": "postgres:7/database/shop",
	"type": "postgres.database",
	"name": "shop",
	"target": "db",
	"labels": {},
	"dataset": dataset("sensitive"),
	"facts": facts,
}

denied(privileges) := severities if {
	severities := {found.severity | some found in check.deny} with input as database({"public_privileges": privileges})
}

test_fail_with_the_default if {
	denied(["CONNECT", "TEMPORARY"]) == {"medium"}
}

test_fail_with_create if {
	denied(["CREATE"]) == {"high"}
}

test_pass_when_revoked if {
	denied([]) == set()
	denied(["TEMPORARY"]) == set()
}

test_not_applicable_without_datasets if {
	plain := object.union(object.remove(database({"public_privileges": ["CONNECT"]}), ["dataset"]), {"dataset": null})
	check.not_applicable with input as plain
	not check.not_applicable with input as database({"public_privileges": ["CONNECT"]})
}
