package least_privilege.postgres_public_create_test

import data.least_privilege.postgres_public_create as check

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

test_fail_with_open_schemas if {
	open := database({"public_create_schemas": ["public", "shop"]})
	{denied.path | some denied in check.deny} == {"public", "shop"} with input as open
}

test_pass_with_closed_schemas if {
	count(check.deny) == 0 with input as database({"public_create_schemas": []})
}
