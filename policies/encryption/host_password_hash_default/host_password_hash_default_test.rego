package encryption.host_password_hash_default_test

import data.encryption.host_password_hash_default as check

parameters := {"password_hash_methods_allowed": ["YESCRYPT", "SHA512"]}

host(method) := {
	"id": "host:1",
	"type": "server.host",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": {"login_defs": {
		"pass_max_days": 90,
		"pass_min_days": null,
		"pass_warn_age": null,
		"encrypt_method": method,
		"umask": "027",
		"uid_min": 1000,
	}},
}

test_pass_with_strong_methods if {
	count(check.deny) == 0 with input as host("YESCRYPT") with data.parameters as parameters
	count(check.deny) == 0 with input as host("sha512") with data.parameters as parameters
}

test_fail_with_weak_methods if {
	some denied in check.deny with input as host("MD5") with data.parameters as parameters
	denied.severity == "high"
}

test_fail_with_a_method_that_is_not_allowed if {
	some denied in check.deny with input as host("SHA256") with data.parameters as parameters
	denied.severity == "medium"
}

test_fail_when_nothing_is_set if {
	some denied in check.deny with input as host(null) with data.parameters as parameters
	denied.args.method == "DES"
}
