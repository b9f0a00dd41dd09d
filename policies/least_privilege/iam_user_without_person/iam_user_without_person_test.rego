package least_privilege.iam_user_without_person_test

import data.least_privilege.iam_user_without_person as check

user(change) := {
	"id": "arn:aws:iam::111122223333:user/alice",
	"type": "iam.user",
	"name": "alice",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {"credentials": object.union(working, change)},
}

working := {
	"as_of": "2026-11-10T09:00:00Z",
	"password": {"enabled": true, "last_used": null, "last_changed": "2026-01-01T00:00:00Z"},
	"mfa": true,
	"keys": [],
}

off := {"enabled": false, "last_used": null, "last_changed": null}

key := {"slot": 1, "active": true, "created": "2026-01-01T00:00:00Z", "last_used": null}

known(logins, owners) := {
	"register.hr_roster": {"by": {"accounts": {login: [{}] | some login in logins}, "person": {"E1": [{}]}}},
	"register.account_owners": {"all": owners},
}

mapped(system, person) := amount if {
	name := "alice"
	amount := count(check.deny) with input as user({})
		with data.inventory as known([name], [{"account": name, "system": system, "person": person}])
		with data.parameters as {"service_logins": []}
}

denied(name, logins) := amount if {
	amount := count(check.deny) with input as object.union(user({}), {"name": name})
		with data.inventory as known(logins, [])
		with data.parameters as {"service_logins": ["deploy"]}
}

test_pass_on_the_roster_or_named if {
	denied("alice", ["alice"]) == 0
	denied("Alice", ["alice"]) == 0
	denied("deploy", []) == 0
}

test_fail_of_nobody if {
	denied("alice", ["bob"]) == 1
}

test_pass_of_an_owner_on_the_roster if {
	mapped(null, "e1") == 0
	mapped("prod", "E1") == 0
	mapped("elsewhere", "E9") == 0
}

test_fail_of_an_owner_whom_the_roster_does_not_know if {
	mapped(null, "E9") == 1
	mapped("prod", "E9") == 1
}

test_not_applicable_to_programs if {
	check.not_applicable with input as user({"password": off, "keys": [key]})
	not check.not_applicable with input as user({})
}
