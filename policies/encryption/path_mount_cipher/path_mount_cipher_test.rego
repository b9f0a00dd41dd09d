package encryption.path_mount_cipher_test

import data.encryption.path_mount_cipher as check

path(ciphers, classification) := {
	"id": "host:1/path/srv/customers",
	"type": "server.path",
	"name": "/srv/customers",
	"target": "db1",
	"labels": {},
	"dataset": {"ids": ["crm"], "classification": classification, "retention_days": 365, "owner": "sales"},
	"facts": {"exists": true, "ciphers": ciphers},
}

layer(cipher, bits) := {"layer": "data", "algorithm": "x", "cipher": cipher, "key_bits": bits}

test_pass_with_aes_256 if {
	count(check.deny) == 0 with input as path([layer("aes", 256)], "sensitive")
	count(check.unknown) == 0 with input as path([layer("aes", 256)], "sensitive")
}

test_fail_with_aes_128 if {
	count(check.deny) == 1 with input as path([layer("aes", 128)], "sensitive")
}

test_fail_with_another_cipher if {
	count(check.deny) == 1 with input as path([layer("des3_ede", 256)], "highly_sensitive")
}

test_fail_when_one_of_two_disks_is_weak if {
	weak := object.union(layer("aes", 192), {"layer": "second"})
	count(check.deny) == 1 with input as path([layer("aes", 256), weak], "sensitive")
}

test_unknown_when_the_algorithm_is_out_of_sight if {
	count(check.unknown) == 1 with input as path([layer(null, null)], "sensitive")
	count(check.deny) == 0 with input as path([layer(null, null)], "sensitive")
}

test_not_applicable_to_general_data if {
	check.not_applicable with input as path([layer("aes", 128)], "general")
}

test_not_applicable_when_nothing_encrypts if {
	check.not_applicable with input as path([], "sensitive")
}

test_not_applicable_when_there_is_no_such_path if {
	gone := object.union(path([], "sensitive"), {"facts": {"exists": false, "ciphers": []}})
	check.not_applicable with input as gone
}
