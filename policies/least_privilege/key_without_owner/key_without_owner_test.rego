package least_privilege.key_without_owner_test

import data.least_privilege.key_without_owner as check

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

test_pass_with_a_comment if {
	count(check.deny) == 0 with input as key({})
}

test_fail_without if {
	count(check.deny) == 1 with input as key({"comment": ""})
}
