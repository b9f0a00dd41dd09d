package least_privilege.account_home_open_test

import data.least_privilege.account_home_open as check

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

home(mode, uid) := account({"home_stat": {"mode": mode, "uid": uid, "gid": 1001}})

paths(facts) := found if {
	found := {denied.path | some denied in check.deny} with input as facts
}

test_pass_when_closed if {
	every mode in ["0700", "0750", "0711", "2770"] {
		paths(home(mode, 1001)) == set()
	}
	paths(home("0700", 0)) == set()
}

test_fail_when_others_may_look_into_it if {
	paths(home("0755", 1001)) == {"read"}
}

test_fail_when_others_may_write if {
	paths(home("0733", 1001)) == {"write"}
	severities := {found.severity | some found in check.deny} with input as home("0733", 1001)
	severities == {"high"}
}

test_fail_when_it_belongs_to_somebody_else if {
	paths(home("0700", 1002)) == {"owner"}
}

test_not_applicable_to_services_and_without_a_home if {
	check.not_applicable with input as account({"system": true})
	check.not_applicable with input as account({"login_shell": false})
	check.not_applicable with input as object.union(account({}), {"facts": {"home_stat": null}})
	check.not_applicable with input as account({"home": "/"})
	not check.not_applicable with input as account({})
}
