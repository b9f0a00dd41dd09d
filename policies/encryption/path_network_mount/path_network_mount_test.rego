package encryption.path_network_mount_test

import data.encryption.path_network_mount as check

path(fstype, options) := {
	"id": "host:1/path/mnt/customers",
	"type": "server.path",
	"name": "/mnt/customers",
	"target": "db1",
	"labels": {},
	"dataset": {"ids": ["crm"], "classification": "general", "retention_days": 365, "owner": "sales"},
	"facts": {"exists": true, "mount": {
		"path": "/mnt",
		"source": "nas:/export",
		"fstype": fstype,
		"options": options,
		"network": true,
		"encrypted": "undetermined",
	}},
}

test_pass_with_kerberos_privacy if {
	count(check.deny) == 0 with input as path("nfs4", ["rw", "sec=krb5p"])
	count(check.unknown) == 0 with input as path("nfs4", ["rw", "sec=krb5p"])
}

test_pass_with_tls_seal_or_ssh if {
	count(check.deny) == 0 with input as path("nfs4", ["rw", "sec=sys", "xprtsec=mtls"])
	count(check.deny) == 0 with input as path("cifs", ["rw", "vers=3.1.1", "seal"])
	count(check.deny) == 0 with input as path("fuse.sshfs", ["rw"])
	count(check.unknown) == 0 with input as path("fuse.sshfs", ["rw"])
}

test_fail_in_the_clear if {
	count(check.deny) == 1 with input as path("nfs4", ["rw", "sec=sys"])
	count(check.deny) == 1 with input as path("cifs", ["rw", "vers=3.0"])
}

test_fail_when_kerberos_only_signs if {
	count(check.deny) == 1 with input as path("nfs", ["rw", "sec=krb5i"])
}

test_unknown_for_other_network_file_systems if {
	count(check.deny) == 0 with input as path("ceph", ["rw"])
	count(check.unknown) == 1 with input as path("ceph", ["rw"])
}

test_unknown_when_the_mount_was_not_identified if {
	unidentified := {"id": "p", "name": "/srv/x", "facts": {"exists": true, "mount": null}}
	count(check.unknown) == 1 with input as unidentified
}

test_not_applicable_on_a_local_disk if {
	on_disk := {"id": "p", "name": "/srv/x", "facts": {"exists": true, "mount": {"network": false}}}
	check.not_applicable with input as on_disk
}

test_not_applicable_when_the_path_does_not_exist if {
	absent := {"id": "p", "name": "/srv/x", "facts": {"exists": false, "mount": null}}
	check.not_applicable with input as absent
}
