package least_privilege.postgres_table_grant_option_test

import data.least_privilege.postgres_table_grant_option as check

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

test_fail_with_grant_option if {
	denied([grant({"grantable": true}), grant({"grantable": true, "privilege": "UPDATE"})]) == {"app"}
	denied([grant({"grantable": true, "column": "name"}), grant({"grantee": "b"})]) == {"app"}
}

test_pass_without if {
	denied([]) == set()
	denied([grant({})]) == set()
}
