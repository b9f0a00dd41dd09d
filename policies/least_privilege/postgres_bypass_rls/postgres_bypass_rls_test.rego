package least_privilege.postgres_bypass_rls_test

import data.least_privilege.postgres_bypass_rls as check

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

test_fail_with_bypass if {
	count(check.deny) == 1 with input as role({"bypass_rls": true})
}

test_pass_without if {
	count(check.deny) == 0 with input as role({})
}

test_not_applicable_without_login_or_for_superusers if {
	check.not_applicable with input as role({"login": false, "bypass_rls": true})
	check.not_applicable with input as role({"superuser": true, "bypass_rls": true})
	not check.not_applicable with input as role({"bypass_rls": true})
}
