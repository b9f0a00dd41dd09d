package least_privilege.key_weak_test

import data.least_privilege.key_weak as check

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

limit := {"ssh_rsa_key_bits": 2048}

test_pass_strong_keys if {
	strong := {["ssh-ed25519", 256], ["ecdsa-sha2-nistp256", 256], ["ssh-rsa", 2048], ["ssh-rsa", 4096]}
	every pair in strong {
		facts := key({"type": pair[0], "bits": pair[1]})
		count(check.deny) == 0 with input as facts with data.parameters as limit
		count(check.unknown) == 0 with input as facts with data.parameters as limit
	}
}

test_fail_dsa_whatever_its_length if {
	count(check.deny) == 1 with input as key({"type": "ssh-dss", "bits": 3072}) with data.parameters as limit
}

test_fail_short_rsa if {
	every bits in [1024, 2047] {
		count(check.deny) == 1 with input as key({"type": "ssh-rsa", "bits": bits}) with data.parameters as limit
	}
}

test_unknown_for_a_type_nobody_has_heard_of if {
	facts := key({"type": "ssh-new", "bits": null})
	count(check.deny) == 0 with input as facts with data.parameters as limit
	count(check.unknown) == 1 with input as facts with data.parameters as limit
}
