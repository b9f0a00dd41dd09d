package least_privilege.key_file_writable_test

import data.least_privilege.key_file_writable as check

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

test_pass_when_only_the_account_can if {
	count(check.deny) == 0 with input as key({})
}

test_fail_when_others_can if {
	{found.severity | some found in check.deny} == {"high"} with input as key({"writers": ["bob"]})
}

test_fail_worse_for_root if {
	facts := key({"account": "root", "uid": 0, "writers": ["ann", "bob"]})
	{found.severity | some found in check.deny} == {"critical"} with input as facts
}
