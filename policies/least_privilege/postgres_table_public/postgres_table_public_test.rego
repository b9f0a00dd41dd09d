package least_privilege.postgres_table_public_test

import data.least_privilege.postgres_table_public as check

dataset(classification) := {"ids": ["crm"], "classification": classification, "retention_days": 365, "owner": "o"}

table(facts) := {
	"id": "postgres:7/table/shop.public.customers",
	"type": "postgres.table",
	"name": "shop.public.customers",
	"target": "db",
	"labels": {},
	"dataset": dataset("sensitive"),
	"facts": facts,
}

grant(change) := object.union(
	{
		"partition": null,
		"column": null,
		"grantee": "app",
		"public": false,
		"login": true,
		"privilege": "SELECT",
		"grantable": false,
	},
	change,
)

denied(grants) := paths if {
	paths := {found.path | some found in check.deny} with input as table({"grants": grants})
}

public(change) := grant(object.union({"grantee": "PUBLIC", "public": true}, change))

test_fail_with_a_grant_to_everybody if {
	denied([public({}), public({"privilege": "UPDATE"})]) == {""}
}

test_fail_with_a_grant_on_a_column_or_partition if {
	denied([public({"column": "name"})]) == {" on column name"}
	denied([public({"partition": "public.customers_2025"})]) == {" on partition public.customers_2025"}
	denied([public({}), public({"column": "name"})]) == {"", " on column name"}
}

test_pass_with_grants_to_roles if {
	denied([]) == set()
	denied([grant({}), grant({"grantee": "PUBLIC"})]) == set()
}
