package least_privilege.postgres_default_privileges_test

import data.least_privilege.postgres_default_privileges as check

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

entry(schema, privilege) := {"role": "shop", "schema": schema, "privilege": privilege}

denied(entries) := paths if {
	paths := {found.path | some found in check.deny} with input as database({"default_privileges": entries})
}

test_fail_when_new_tables_are_open if {
	denied([entry(null, "SELECT"), entry(null, "UPDATE")]) == {"shop"}
	denied([entry("public", "SELECT")]) == {"shop in schema public"}
}

test_pass_without if {
	denied([]) == set()
}
