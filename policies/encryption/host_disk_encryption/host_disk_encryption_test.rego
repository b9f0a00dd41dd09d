package encryption.host_disk_encryption_test

import data.encryption.host_disk_encryption as check

host(mounts) := {
	"id": "host:1",
	"type": "server.host",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": {"mounts": mounts},
}

mount(path, encrypted) := {
	"path": path,
	"source": "/dev/sda1",
	"fstype": "ext4",
	"options": ["rw"],
	"network": false,
	"encrypted": encrypted,
}

test_pass_when_all_are_encrypted if {
	facts := host([mount("/", "yes"), mount("/srv", "yes")])
	count(check.deny) == 0 with input as facts
	count(check.unknown) == 0 with input as facts
}

test_pass_boot_partitions_and_images_need_no_encryption if {
	image := object.union(mount("/snap/core/1", "no"), {"fstype": "squashfs"})
	facts := host([mount("/", "yes"), mount("/boot", "no"), mount("/boot/efi", "no"), image])
	count(check.deny) == 0 with input as facts
	count(check.unknown) == 0 with input as facts
}

test_fail_names_each_mount if {
	facts := host([mount("/", "no"), mount("/srv", "no"), mount("/home", "yes")])
	{denied.path | some denied in check.deny} == {"/", "/srv"} with input as facts
}

test_fail_once_when_one_mount_covers_another if {
	above := object.union(mount("/srv", "no"), {"fstype": "xfs", "source": "/dev/sdb1"})
	count(check.deny) == 1 with input as host([mount("/srv", "no"), above])
}

test_fail_stands_beside_undetermined_ones if {
	count(check.deny) == 1 with input as host([mount("/", "undetermined"), mount("/srv", "no")])
}

test_unknown_when_a_layer_is_out_of_sight if {
	count(check.deny) == 0 with input as host([mount("/", "undetermined")])
	count(check.unknown) == 1 with input as host([mount("/", "undetermined")])
}

test_unknown_for_network_file_systems if {
	share := object.union(mount("/mnt/share", "no"), {"network": true, "fstype": "nfs4"})
	count(check.deny) == 0 with input as host([mount("/", "yes"), share])
	count(check.unknown) == 1 with input as host([mount("/", "yes"), share])
}

test_unknown_when_no_mount_was_seen if {
	count(check.unknown) == 1 with input as host([])
}
