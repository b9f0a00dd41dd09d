package least_privilege.account_dormant_test

import data.least_privilege.account_dormant as check

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

denied(facts) := amount if {
	amount := count(check.deny) with input as facts
		with data.parameters as {"dormant_days": 90}
		with data.run as {"now": "2026-11-10T12:00:00Z"}
}

never(changed) := object.union(account({}), {"facts": {
	"last_login": null,
	"password": {"state": "set", "last_changed": changed, "expires": null},
}})

test_pass_in_use if {
	denied(account({})) == 0
	denied(account({"last_login": "2026-08-12T12:00:00Z"})) == 0
}

test_pass_new_and_not_used_yet if {
	denied(never("2026-11-01")) == 0
}

test_pass_when_expired if {
	password := {"state": "set", "last_changed": "2020-01-01", "expires": "2026-01-01"}
	denied(account({"last_login": "2020-01-01T00:00:00Z", "password": password})) == 0
}

test_fail_long_ago if {
	denied(account({"last_login": "2026-08-12T11:59:59Z"})) == 1
}

test_fail_never_since_long_ago if {
	denied(never("2026-01-01")) == 1
}

test_not_applicable_to_services_and_root if {
	check.not_applicable with input as account({"system": true})
	check.not_applicable with input as account({"login_shell": false})
	check.not_applicable with input as account({"uid": 0})
	not check.not_applicable with input as account({})
}
