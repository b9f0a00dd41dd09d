package least_privilege.key_leaver_test

import data.least_privilege.key_leaver as check

key(change) := {
	"id": "host:1/authorized_key/ann/SHA256:x",
	"type": "server.authorized_key",
	"name": "ann SHA256:x",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": object.union(
		{
			"account": "ann",
			"uid": 1001,
			"type": "ssh-ed25519",
			"bits": 256,
			"fingerprint": "SHA256:x",
			"comment": "ann@laptop",
			"options": {"names": [], "from": [], "command": null, "expires": null},
			"file": {"path": "/home/ann/.ssh/authorized_keys", "mode": "0600", "uid": 1001, "gid": 1001},
			"writers": [],
		},
		change,
	),
}

person(id, accounts, status, left_on) := {
	"id": sprintf("roster/%s", [id]),
	"name": id,
	"target": "hr",
	"person": id,
	"accounts": accounts,
	"status": status,
	"left_on": left_on,
}

roster(rows) := {"all": rows, "by": {"accounts": {login: found |
	some first in rows
	some login in first.accounts
	found := [row | some row in rows; login in row.accounts]
}}}

denied(facts, rows) := paths if {
	paths := {found.path | some found in check.deny} with input as facts
		with data.inventory as {"register.hr_roster": roster(rows)}
		with data.parameters as {"leaver_revoke_hours": 24}
		with data.run as {"now": "2026-11-10T12:00:00Z"}
}

undecided(facts, rows) := amount if {
	amount := count(check.unknown) with input as facts
		with data.inventory as {"register.hr_roster": roster(rows)}
		with data.parameters as {"leaver_revoke_hours": 24}
		with data.run as {"now": "2026-11-10T12:00:00Z"}
}

gone := person("e1", ["ann"], "left", "2026-01-31")

test_pass_while_employed_or_unknown_to_the_roster if {
	denied(key({}), [person("e1", ["ann"], "active", null)]) == set()
	denied(key({}), []) == set()
	undecided(key({}), []) == 0
}

test_pass_before_the_deadline if {
	denied(key({}), [person("e1", ["ann"], "left", "2026-11-09")]) == set()
}

test_pass_when_the_key_has_expired if {
	options := {"names": ["expiry-time"], "from": [], "command": null, "expires": "2026-02-01T00:00:00Z"}
	denied(key({"options": options}), [gone]) == set()
}

test_fail_in_the_own_account if {
	denied(key({"comment": ""}), [gone]) == {"e1"}
}

test_fail_in_the_account_of_somebody_else if {
	denied(key({"account": "root", "uid": 0, "comment": "Ann@old-laptop"}), [gone]) == {"e1"}
	denied(key({"account": "deploy", "comment": "ann"}), [gone]) == {"e1"}
}

test_pass_a_comment_that_only_begins_like_a_login if {
	denied(key({"account": "deploy", "comment": "anna@laptop"}), [gone]) == set()
}

test_unknown_without_a_date if {
	denied(key({}), [person("e1", ["ann"], "left", null)]) == set()
	undecided(key({}), [person("e1", ["ann"], "left", null)]) == 1
}
