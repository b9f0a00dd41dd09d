package encryption.path_mount_encrypted_test

import data.encryption.path_mount_encrypted as check

path(mount) := {
	"id": "host:1/path/srv/customers",
	"type": "server.path",
	"name": "/srv/customers",
	"target": "db1",
	"labels": {},
	"dataset": {"ids": ["crm"], "classification": "sensitive", "retention_days": 365, "owner": "sales"},
	"facts": {"exists": true, "mount": mount},
}

mount(encrypted, network) := {
	"path": "/srv",
	"source": "/dev/sdb1",
	"fstype": "ext4",
	"options": ["rw"],
	"network": network,
	"encrypted": encrypted,
}

test_pass_when_encrypted if {
	count(check.deny) == 0 with input as path(mount("yes", false))
	count(check.unknown) == 0 with input as path(mount("yes", false))
}

test_fail_on_a_plain_disk if {
	count(check.deny) == 1 with input as path(mount("no", false))
}

test_unknown_when_a_layer_is_out_of_sight if {
	count(check.deny) == 0 with input as path(mount("undetermined", false))
	count(check.unknown) == 1 with input as path(mount("undetermined", false))
}

test_unknown_on_a_network_file_system if {
	count(check.deny) == 0 with input as path(mount("no", true))
	count(check.unknown) == 1 with input as path(mount("no", true))
}

test_unknown_when_the_mount_was_not_identified if {
	count(check.unknown) == 1 with input as path(null)
}

test_not_applicable_when_the_path_does_not_exist if {
	absent := {"id": "p", "name": "/srv/x", "facts": {"exists": false, "mount": null}}
	check.not_applicable with input as absent
}
