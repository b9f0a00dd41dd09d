package least_privilege.iam_user_leaver_test

import data.least_privilege.iam_user_leaver as check

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

roster(rows) := listed(rows, [])

listed(rows, owners) := {
	"register.hr_roster": {"all": rows, "by": {
		"accounts": {login: found |
			some first in rows
			some login in first.accounts
			found := [row | some row in rows; login in row.accounts]
		},
		"person": {first.person: found |
			some first in rows
			found := [row | some row in rows; row.person == first.person]
		},
	}},
	"register.account_owners": {"all": owners, "by": {}},
}

owner(name, staff_id) := {"account": name, "person": staff_id, "system": null, "service": null}

person(status, left_on) := {
	"id": "roster/7",
	"name": "p7",
	"person": "p7",
	"accounts": ["Alice"],
	"status": status,
	"left_on": left_on,
}

denied(change, rows) := paths if {
	paths := {found.path | some found in check.deny} with input as user(change)
		with data.inventory as roster(rows)
		with data.parameters as {"leaver_revoke_hours": 24}
		with data.run as {"now": "2026-11-10T12:00:00Z"}
}

undecided(change, rows) := amount if {
	amount := count(check.unknown) with input as user(change)
		with data.inventory as roster(rows)
		with data.parameters as {"leaver_revoke_hours": 24}
		with data.run as {"now": "2026-11-10T12:00:00Z"}
}

test_pass_while_employed_or_unlisted if {
	denied({}, [person("active", null)]) == set()
	denied({}, []) == set()
	denied({}, [person("left", "2026-01-31"), person("active", null)]) == set()
	undecided({}, [person("active", null)]) == 0
}

test_pass_before_the_deadline if {
	denied({}, [person("left", "2026-11-09")]) == set()
}

test_pass_when_closed if {
	denied({"password": off}, [person("left", "2026-01-31")]) == set()
	denied({"password": off, "keys": [object.union(key, {"active": false})]}, [person("left", "2026-01-31")]) == set()
}

test_fail_after_the_deadline if {
	denied({}, [person("left", "2026-11-08")]) == {"p7"}
	denied({"password": off, "keys": [key]}, [person("left", "2026-11-08")]) == {"p7"}
}

test_unknown_when_the_roster_does_not_say_or_contradicts_itself if {
	undecided({}, [person("left", null)]) == 1
	undecided({}, [person("active", "2026-01-31")]) == 1
	undecided({"password": off}, [person("left", null)]) == 0
}

test_what_the_owners_list_says_goes_before_the_roster if {
	bob := object.union(person("active", null), {"person": "p8", "accounts": []})
	gone := object.union(person("left", "2026-01-31"), {"accounts": []})
	denied_of([gone], [owner("alice", "p7")]) == {"p7"}
	denied_of([gone], [owner("ali*", "P7")]) == {"p7"}
	denied_of([person("left", "2026-01-31"), bob], [owner("alice", "p8")]) == set()
}

test_who_answers_for_a_service_or_is_not_on_the_roster_is_no_owner if {
	gone := object.union(person("left", "2026-01-31"), {"accounts": []})
	denied_of([gone], [object.union(owner("alice", "p7"), {"service": "billing"})]) == set()
	denied_of([gone], [object.union(owner("alice", "p7"), {"system": "elsewhere"})]) == set()
	denied_of([person("left", "2026-01-31")], [owner("alice", "p99")]) == {"p7"}
}

denied_of(rows, owners) := paths if {
	paths := {found.path | some found in check.deny} with input as user({})
		with data.inventory as listed(rows, owners)
		with data.parameters as {"leaver_revoke_hours": 24}
		with data.run as {"now": "2026-11-10T12:00:00Z"}
}
