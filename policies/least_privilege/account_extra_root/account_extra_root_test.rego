package least_privilege.account_extra_root_test

import data.least_privilege.account_extra_root as check

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

test_pass_for_root_and_others if {
	count(check.deny) == 0 with input as account({})
	count(check.deny) == 0 with input as object.union(account({"uid": 0}), {"name": "root"})
}

test_fail_for_a_duplicate if {
	count(check.deny) == 1 with input as account({"uid": 0})
	count(check.deny) == 1 with input as object.union(account({"uid": 0}), {"name": "toor"})
}
