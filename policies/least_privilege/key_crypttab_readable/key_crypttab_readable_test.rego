package least_privilege.key_crypttab_readable_test

import data.least_privilege.key_crypttab_readable as check

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

test_pass_for_root_alone if {
	count(check.deny) == 0 with input as machine([file({}), file({"group_can_read": true, "mode": "0440"}), null])
}

test_fail_once_per_file if {
	every change in [{"others_can_read": true}, {"group": "disk", "group_can_read": true}, {"owner": "ann"}] {
		count(check.deny) == 1 with input as machine([file(change), file(change)])
	}
}

test_not_applicable_without_key_files if {
	check.not_applicable with input as machine([])
	check.not_applicable with input as machine([null])
}
