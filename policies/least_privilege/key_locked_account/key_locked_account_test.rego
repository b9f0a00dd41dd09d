package least_privilege.key_locked_account_test

import data.least_privilege.key_locked_account as check

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

account(state, shell, expires) := {
	"id": "host:1/account/ann",
	"name": "ann",
	"target": "db1",
	"login_shell": shell,
	"password": {"state": state, "expires": expires},
}

denied(row, pam) := amount if {
	inventory := {
		"server.account": {"by": {"target": {"db1": [row]}}},
		"server.sshd": {"by": {"target": {"db1": [{"id": "s", "name": "db1", "target": "db1", "usepam": pam}]}}},
	}
	amount := count(check.deny) with input as key({})
		with data.inventory as inventory
		with data.run as {"now": "2026-11-10T12:00:00Z"}
}

test_pass_accounts_that_are_open_or_never_had_a_password if {
	denied(account("set", true, null), "yes") == 0
	denied(account("none", true, null), "yes") == 0
}

test_pass_when_the_account_is_really_closed if {
	denied(account("locked", false, null), "yes") == 0
	denied(account("locked", true, "2026-01-01"), "yes") == 0
}

test_pass_when_sshd_itself_refuses_locked_accounts if {
	denied(account("locked", true, null), "no") == 0
}

test_fail_locked_with_a_shell if {
	denied(account("locked", true, null), "yes") == 1
	denied(account("locked", true, "2027-01-01"), "yes") == 1
}

test_pass_another_account_that_is_locked if {
	denied(object.union(account("locked", true, null), {"name": "bob"}), "yes") == 0
}
