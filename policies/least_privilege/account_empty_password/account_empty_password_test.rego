package least_privilege.account_empty_password_test

import data.least_privilege.account_empty_password as check

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

with_state(state, login_shell) := account({"login_shell": login_shell, "password": {"state": state}})

test_pass_with_any_other_state if {
	every state in ["set", "locked", "none"] {
		count(check.deny) == 0 with input as with_state(state, true)
	}
}

test_fail_when_empty if {
	{denied.severity | some denied in check.deny} == {"critical"} with input as with_state("empty", true)
}

test_fail_without_a_login_shell_too if {
	{denied.severity | some denied in check.deny} == {"high"} with input as with_state("empty", false)
}
