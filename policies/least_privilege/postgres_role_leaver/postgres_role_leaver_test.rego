package least_privilege.postgres_role_leaver_test

import data.least_privilege.postgres_role_leaver as check

role(change) := {
	"id": "postgres:7/role/app",
	"type": "postgres.role",
	"name": "alice",
	"target": "db",
	"labels": {},
	"dataset": null,
	"facts": object.union(plain, change),
}

plain := {
	"superuser": false,
	"bootstrap": false,
	"login": true,
	"create_role": false,
	"bypass_rls": false,
	"valid_until": null,
	"member_of": [],
	"password": "scram-sha-256",
}

run := {"now": "2026-11-10T12:00:00Z"}

roster(rows) := {"register.hr_roster": {"all": rows, "by": {"accounts": {login: found |
	some first in rows
	some login in first.accounts
	found := [row | some row in rows; login in row.accounts]
}}}}

person(status, left_on) := {
	"id": "roster/7",
	"name": "p7",
	"person": "p7",
	"accounts": ["alice"],
	"status": status,
	"left_on": left_on,
}

denied(change, rows) := paths if {
	paths := {found.path | some found in check.deny} with input as role(change)
		with data.inventory as roster(rows)
		with data.parameters as {"leaver_revoke_hours": 24}
		with data.run as run
}

undecided(change, rows) := amount if {
	amount := count(check.unknown) with input as role(change)
		with data.inventory as roster(rows)
		with data.parameters as {"leaver_revoke_hours": 24}
		with data.run as run
}

test_fail_after_the_deadline if {
	denied({}, [person("left", "2026-01-31")]) == {"p7"}
	denied({}, [person("left", "2026-11-08")]) == {"p7"}
}

test_fail_when_the_roster_writes_the_name_differently if {
	rows := [object.union(person("left", "2026-01-31"), {"accounts": ["ALICE"]})]
	denied({}, rows) == {"p7"}
}

test_pass_before_the_deadline_and_when_employed if {
	denied({}, [person("left", "2026-11-09")]) == set()
	denied({}, [person("active", null)]) == set()
	denied({}, [person("left", "2026-01-31"), person("active", null)]) == set()
	denied({}, []) == set()
	undecided({}, []) == 0
}

test_unknown_when_only_the_password_has_expired if {
	expired := {"valid_until": "2026-02-01T00:00:00Z"}
	denied(expired, [person("left", "2026-01-31")]) == set()
	undecided(expired, [person("left", "2026-01-31")]) == 1
	later := {"valid_until": "2027-02-01T00:00:00Z"}
	denied(later, [person("left", "2026-01-31")]) == {"p7"}
	undecided(later, [person("left", "2026-01-31")]) == 0
}

test_unknown_when_the_last_day_is_not_a_date if {
	denied({}, [person("left", null)]) == set()
	undecided({}, [person("left", null)]) == 1
}

test_unknown_when_the_roster_contradicts_itself if {
	denied({}, [person("active", "2026-01-31")]) == set()
	undecided({}, [person("active", "2026-01-31")]) == 1
}

test_not_applicable_without_login if {
	check.not_applicable with input as role({"login": false})
	not check.not_applicable with input as role({})
}
