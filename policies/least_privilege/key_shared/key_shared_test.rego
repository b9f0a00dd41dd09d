package least_privilege.key_shared_test

import data.least_privilege.key_shared as check

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

opens(account, fingerprint) := {
	"id": account,
	"name": account,
	"target": "db1",
	"account": account,
	"fingerprint": fingerprint,
}

denied(facts, keys, rows) := amount if {
	amount := count(check.deny) with input as facts
		with data.inventory as {
			"register.hr_roster": roster(rows),
			"server.authorized_key": {"all": keys, "by": {"fingerprint": {"SHA256:x": keys}}},
		}
}

staff := [
	person("e1", ["ann", "asmith"], "active", null),
	person("e2", ["bob"], "active", null),
	person("e3", ["shared"], "active", null),
	person("e4", ["shared"], "active", null),
]

test_pass_one_person_on_many_hosts_and_accounts if {
	denied(key({}), [opens("ann", "SHA256:x"), opens("ann", "SHA256:x"), opens("asmith", "SHA256:x")], staff) == 0
}

test_pass_in_a_service_account_besides if {
	denied(key({}), [opens("ann", "SHA256:x"), opens("deploy", "SHA256:x"), opens("root", "SHA256:x")], staff) == 0
	denied(key({}), [opens("ann", "SHA256:x"), opens("shared", "SHA256:x")], staff) == 0
}

test_fail_in_the_accounts_of_two_persons if {
	denied(key({}), [opens("ann", "SHA256:x"), opens("bob", "SHA256:x")], staff) == 1
}

test_pass_where_the_line_itself_is_in_a_service_account if {
	denied(key({"account": "deploy"}), [opens("ann", "SHA256:x"), opens("bob", "SHA256:x")], staff) == 0
}
