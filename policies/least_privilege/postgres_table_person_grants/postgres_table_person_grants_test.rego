package least_privilege.postgres_table_person_grants_test

import data.least_privilege.postgres_table_person_grants as check

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

roster := {"register.hr_roster": {"all": [{"id": "r/7", "name": "p7", "accounts": ["Alice", "bob"]}], "by": {}}}

denied(grants) := paths if {
	paths := {found.path | some found in check.deny} with input as table({"grants": grants})
		with data.inventory as roster
}

test_fail_with_a_grant_to_a_person if {
	denied([grant({"grantee": "bob"}), grant({"grantee": "alice", "column": "name"})]) == {"alice", "bob"}
}

test_pass_with_grants_to_services_and_groups if {
	denied([]) == set()
	denied([grant({"grantee": "app"}), grant({"grantee": "bob", "login": false})]) == set()
}
