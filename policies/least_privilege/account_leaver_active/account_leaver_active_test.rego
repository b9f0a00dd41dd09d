package least_privilege.account_leaver_active_test

import data.least_privilege.account_leaver_active as check

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

parameters := {"leaver_revoke_hours": 24}

run := {"now": "2026-11-10T12:00:00Z"}

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
	"accounts": ["alice"],
	"status": status,
	"left_on": left_on,
}

denied(facts, rows) := paths if {
	paths := {found.path | some found in check.deny} with input as facts
		with data.inventory as roster(rows)
		with data.parameters as parameters
		with data.run as run
}

undecided(facts, rows) := amount if {
	amount := count(check.unknown) with input as facts
		with data.inventory as roster(rows)
		with data.parameters as parameters
		with data.run as run
}

locked := account({"login_shell": false, "password": object.union(password, {"state": "locked"})})

test_pass_while_employed if {
	denied(account({}), [person("active", null)]) == set()
	denied(account({}), [person("leave", null)]) == set()
	undecided(account({}), [person("active", null)]) == 0
}

test_pass_for_accounts_nobody_owns if {
	denied(account({}), []) == set()
}

test_pass_before_the_deadline if {
	denied(account({}), [person("left", "2026-11-09")]) == set()
	denied(account({}), [person("left", "2026-12-31")]) == set()
}

test_pass_when_closed if {
	denied(locked, [person("left", "2026-01-31")]) == set()
	expired := account({"password": object.union(password, {"expires": "2026-02-01"})})
	denied(expired, [person("left", "2026-01-31")]) == set()
}

test_pass_when_the_last_of_several_leaves_is_recent if {
	denied(account({}), [person("left", "2024-01-31"), person("left", "2026-11-09")]) == set()
}

test_fail_once_after_several_leaves if {
	denied(account({}), [person("left", "2024-01-31"), person("left", "2026-01-31")]) == {"p7"}
	count(check.deny) == 1 with input as account({})
		with data.inventory as roster([person("left", "2024-01-31"), person("left", "2026-01-31")])
		with data.parameters as parameters
		with data.run as run
}

test_pass_when_the_person_came_back if {
	denied(account({}), [person("left", "2026-01-31"), person("active", null)]) == set()
}

test_fail_after_the_deadline if {
	denied(account({}), [person("left", "2026-11-08")]) == {"p7"}
	denied(account({}), [person("left", "2024-02-29")]) == {"p7"}
}

test_fail_with_a_locked_password_but_a_shell if {
	keys_work := account({"password": object.union(password, {"state": "locked"})})
	denied(keys_work, [person("left", "2026-01-31")]) == {"p7"}
}

test_fail_without_a_shell_but_with_a_password if {
	denied(account({"login_shell": false}), [person("left", "2026-01-31")]) == {"p7"}
}

test_fail_when_the_account_expires_later if {
	later := account({"password": object.union(password, {"expires": "2027-01-01"})})
	denied(later, [person("left", "2026-01-31")]) == {"p7"}
}

test_fail_when_a_colleague_shares_the_account if {
	colleague := object.union(person("active", null), {"person": "p8"})
	denied(account({}), [person("left", "2026-01-31"), colleague]) == {"p7"}
}

test_fail_when_the_roster_writes_the_login_differently if {
	every login in ["Alice", "ALICE"] {
		row := object.union(person("left", "2026-01-31"), {"accounts": [login]})
		denied(account({}), [row]) == {"p7"}
	}
}

test_unknown_without_a_date if {
	every left_on in [null, "", "31.01.2026", "2026-02-30", "2025-02-29", "2026-13-01"] {
		denied(account({}), [person("left", left_on)]) == set()
		undecided(account({}), [person("left", left_on)]) == 1
	}
}

test_unknown_when_the_roster_contradicts_itself if {
	denied(account({}), [person("active", "2026-01-31")]) == set()
	undecided(account({}), [person("active", "2026-01-31")]) == 1
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
	paths := {found.path | some found in check.deny} with input as account({})
		with data.inventory as listed(rows, owners)
		with data.parameters as {"leaver_revoke_hours": 24}
		with data.run as {"now": "2026-11-10T12:00:00Z"}
}
