package encryption.host_swap_encryption_test

import data.encryption.host_swap_encryption as check

host(swap) := {
	"id": "host:1",
	"type": "server.host",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": {"swap": swap},
}

test_pass_when_encrypted if {
	facts := host([{"device": "/dev/dm-1", "encrypted": "yes"}])
	count(check.deny) == 0 with input as facts
	count(check.unknown) == 0 with input as facts
	not check.not_applicable with input as facts
}

test_fail_names_the_plain_device if {
	facts := host([{"device": "/dev/dm-1", "encrypted": "yes"}, {"device": "/swapfile", "encrypted": "no"}])
	{denied.path | some denied in check.deny} == {"/swapfile"} with input as facts
}

test_unknown_when_a_layer_is_out_of_sight if {
	facts := host([{"device": "/dev/vda2", "encrypted": "undetermined"}])
	count(check.deny) == 0 with input as facts
	count(check.unknown) == 1 with input as facts
}

test_not_applicable_without_swap if {
	check.not_applicable with input as host([])
}
