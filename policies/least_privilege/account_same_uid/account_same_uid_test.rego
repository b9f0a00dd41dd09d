package least_privilege.account_same_uid_test

import data.least_privilege.account_same_uid as check

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

test_pass_alone if {
	count(check.deny) == 0 with input as account({})
}

test_fail_with_another if {
	count(check.deny) == 1 with input as account({"same_uid": ["bob"]})
}

test_not_applicable_to_root if {
	check.not_applicable with input as account({"uid": 0, "same_uid": ["toor"]})
	not check.not_applicable with input as account({})
}
