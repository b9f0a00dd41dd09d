package least_privilege.postgres_create_role_test

import data.least_privilege.postgres_create_role as check

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

test_fail_with_create_role if {
	count(check.deny) == 1 with input as role({"create_role": true})
}

test_pass_without if {
	count(check.deny) == 0 with input as role({})
}

test_not_applicable_without_login_or_for_superusers if {
	check.not_applicable with input as role({"login": false, "create_role": true})
	check.not_applicable with input as role({"superuser": true, "create_role": true})
	not check.not_applicable with input as role({"create_role": true})
}
