package least_privilege.postgres_superusers_test

import data.least_privilege.postgres_superusers as check

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

denied(change) := amount if {
	amount := count(check.deny) with input as role(change) with data.parameters as {"postgres_superusers_allowed": ["dba"]}
}

test_fail_with_another_superuser if {
	denied({"superuser": true}) == 1
}

test_pass_when_expected if {
	denied({"superuser": true, "bootstrap": true}) == 0
	dba := object.union(role({"superuser": true}), {"name": "dba"})
	count(check.deny) == 0 with input as dba with data.parameters as {"postgres_superusers_allowed": ["dba"]}
}

test_pass_without_login_or_superuser if {
	denied({}) == 0
	denied({"superuser": true, "login": false}) == 0
}
