package least_privilege.postgres_powerful_roles_test

import data.least_privilege.postgres_powerful_roles as check

role(change) := {
	"id": "postgres:7/role/app",
	"type": "postgres.role",
	"name": "app",
	"target": "db",
	"labels": {},
	"dataset": null,
	"facts": object.union(plain, change),
}

plain := {
	"superuser": false,
	"bootstrap": false,
	"login": true,
	"create_role": false,
	"bypass_rls": false,
	"valid_until": null,
	"member_of": [],
	"password": "scram-sha-256",
}

member(name, change) := object.union(
	{"role": name, "direct": true, "predefined": startswith(name, "pg_"), "superuser": false},
	change,
)

denied(members) := paths if {
	paths := {found.path | some found in check.deny} with input as role({"member_of": members})
		with data.parameters as {"postgres_powerful_roles": ["pg_execute_server_program", "pg_read_all_data"]}
}

test_fail_with_a_powerful_membership if {
	denied([member("pg_execute_server_program", {})]) == {"pg_execute_server_program"}
	denied([member("dba", {"superuser": true, "direct": false})]) == {"dba"}
	both := [member("dba", {"superuser": true}), member("pg_read_all_data", {"direct": false})]
	denied(both) == {"dba", "pg_read_all_data"}
}

test_pass_with_ordinary_memberships if {
	denied([]) == set()
	denied([member("pg_monitor", {}), member("shop_readers", {})]) == set()
}

test_not_applicable_without_login_or_for_superusers if {
	check.not_applicable with input as role({"login": false})
	check.not_applicable with input as role({"superuser": true})
	not check.not_applicable with input as role({})
}
