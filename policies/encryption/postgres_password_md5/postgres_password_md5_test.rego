package encryption.postgres_password_md5_test

import data.encryption.postgres_password_md5 as check

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

test_fail_with_a_weak_hash if {
	every state in ["md5", "other"] {
		count(check.deny) == 1 with input as role({"password": state})
	}
}

test_pass_with_scram_or_without_password if {
	every state in ["scram-sha-256", "none"] {
		count(check.deny) == 0 with input as role({"password": state})
	}
}

test_not_applicable_without_login if {
	check.not_applicable with input as role({"login": false})
	not check.not_applicable with input as role({})
}
