package least_privilege.account_system_password_test

import data.least_privilege.account_system_password as check

account(change) := {
	"id": "host:1/account/alice",
	"type": "server.account",
	"name": "alice",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": object.union(
		{"uid": 1001, "login_shell": true, "system": false, "password": password},
		change,
	),
}

password := {
	"state": "set",
	"algorithm": "yescrypt",
	"last_changed": "2026-01-01",
	"min_days": 0,
	"max_days": 90,
	"warn_days": 7,
	"inactive_days": null,
	"expires": null,
}

test_pass_without_a_password if {
	every state in ["locked", "none"] {
		count(check.deny) == 0 with input as account({"system": true, "password": {"state": state}})
	}
}

test_fail_with_a_password if {
	count(check.deny) == 1 with input as account({"system": true})
	count(check.deny) == 1 with input as account({"system": true, "password": {"state": "empty"}})
}

test_not_applicable_to_people if {
	check.not_applicable with input as account({})
}
