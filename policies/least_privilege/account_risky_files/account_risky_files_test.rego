package least_privilege.account_risky_files_test

import data.least_privilege.account_risky_files as check

account(change) := {
	"id": "host:1/account/ann",
	"type": "server.account",
	"name": "ann",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": object.union(
		{
			"uid": 1001,
			"login_shell": true,
			"system": false,
			"same_uid": [],
			"home": "/home/ann",
			"home_stat": {"mode": "0750", "uid": 1001, "gid": 1001},
			"risky_files": [],
			"last_login": "2026-11-01T08:00:00Z",
			"password": {"state": "set", "last_changed": "2026-01-01", "expires": null},
		},
		change,
	),
}

holding(name, mode) := account({"risky_files": [{"name": name, "mode": mode, "uid": 1001}]})

test_pass_without_or_closed if {
	count(check.deny) == 0 with input as account({})
	count(check.deny) == 0 with input as holding(".netrc", "0600")
}

test_fail_with_rhosts_whatever_its_mode if {
	every name in [".rhosts", ".shosts"] {
		{found.severity | some found in check.deny} == {"high"} with input as holding(name, "0600")
	}
}

test_fail_with_a_netrc_that_others_read if {
	{found.path | some found in check.deny} == {".netrc"} with input as holding(".netrc", "0640")
	count(check.deny) == 1 with input as holding(".netrc", "0604")
}
