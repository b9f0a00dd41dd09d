package least_privilege.account_without_person_test

import data.least_privilege.account_without_person as check

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

known(logins, owners) := {
	"register.hr_roster": {"by": {"accounts": {login: [{}] | some login in logins}, "person": {"E1": [{}]}}},
	"register.account_owners": {"all": owners},
}

mapped(system, person) := amount if {
	name := "ann"
	amount := count(check.deny) with input as account({})
		with data.inventory as known([name], [{"account": name, "system": system, "person": person}])
		with data.parameters as {"service_logins": []}
}

denied(facts, logins) := amount if {
	amount := count(check.deny) with input as facts
		with data.inventory as known(logins, [])
		with data.parameters as {"service_logins": ["deploy"]}
}

test_pass_on_the_roster if {
	denied(account({}), ["ann"]) == 0
	denied(account({}), ["ANN"]) == 0
}

test_pass_a_service_that_is_named if {
	denied(object.union(account({}), {"name": "deploy"}), []) == 0
}

test_fail_of_nobody if {
	denied(account({}), ["bob"]) == 1
}

test_pass_of_an_owner_on_the_roster if {
	mapped(null, "e1") == 0
	mapped("db1", "E1") == 0
	mapped("elsewhere", "E9") == 0
}

test_fail_of_an_owner_whom_the_roster_does_not_know if {
	mapped(null, "E9") == 1
	mapped("db1", "E9") == 1
}

test_not_applicable_to_system_accounts_and_root if {
	check.not_applicable with input as account({"system": true})
	check.not_applicable with input as account({"login_shell": false})
	check.not_applicable with input as account({"uid": 0})
	not check.not_applicable with input as account({})
}
