package encryption.key_crypttab_disk_test

import data.encryption.key_crypttab_disk as check

machine(keys) := {
	"id": "host:1",
	"type": "server.host",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": {"crypttab": [{"name": "data", "device": "/dev/sdb1", "options": ["luks"], "key": key} | some key in keys]},
}

file(change) := object.union(
	{
		"path": "/etc/keys/data.key",
		"mode": "0600",
		"owner": "root",
		"group": "root",
		"others_can_read": false,
		"group_can_read": false,
		"disk_encrypted": "yes",
	},
	change,
)

test_pass_on_an_encrypted_disk if {
	count(check.deny) == 0 with input as machine([file({}), null])
	count(check.unknown) == 0 with input as machine([file({}), null])
}

test_fail_on_a_plain_disk if {
	facts := machine([file({"disk_encrypted": "no"})])
	{found.path | some found in check.deny} == {"/etc/keys/data.key"} with input as facts
}

test_unknown_when_the_disk_is_out_of_sight if {
	facts := machine([file({"disk_encrypted": "undetermined"})])
	count(check.unknown) == 1 with input as facts
	count(check.deny) == 0 with input as facts
}

test_not_applicable_without_key_files if {
	check.not_applicable with input as machine([null])
}
