package least_privilege.key_root_unrestricted_test

import data.least_privilege.key_root_unrestricted as check

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

root(options) := key({
	"account": "root",
	"uid": 0,
	"options": object.union({"names": [], "from": [], "command": null, "expires": null}, options),
})

test_pass_with_a_place_or_a_command if {
	count(check.deny) == 0 with input as root({"from": ["10.0.0.5"]})
	count(check.deny) == 0 with input as root({"command": "/usr/bin/rrsync"})
}

test_fail_without if {
	count(check.deny) == 1 with input as root({})
	count(check.deny) == 1 with input as root({"names": ["no-pty"]})
}

test_fail_when_the_place_is_everywhere if {
	count(check.deny) == 1 with input as root({"from": ["*"]})
	count(check.deny) == 1 with input as root({"from": ["10.0.0.5", "0.0.0.0/0"]})
}

test_not_applicable_to_others_than_root if {
	check.not_applicable with input as key({})
	not check.not_applicable with input as root({})
}
