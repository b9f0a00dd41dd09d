package least_privilege.account_password_age_test

import data.least_privilege.account_password_age as check

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

limit := {"password_max_days": 365}

aged(days) := account({"password": object.union(password, {"max_days": days})})

test_pass_within_the_limit if {
	count(check.deny) == 0 with input as aged(365) with data.parameters as limit
	not check.not_applicable with input as aged(365)
}

test_fail_when_it_never_expires if {
	every days in [null, -1, 99999] {
		count(check.deny) == 1 with input as aged(days) with data.parameters as limit
	}
}

test_fail_above_the_limit if {
	count(check.deny) == 1 with input as aged(366) with data.parameters as limit
}

test_not_applicable_to_others if {
	check.not_applicable with input as account({"system": true})
	check.not_applicable with input as account({"login_shell": false})
	check.not_applicable with input as account({"password": {"state": "locked"}})
}
