package encryption.account_weak_password_hash_test

import data.encryption.account_weak_password_hash as check

parameters := {"password_hashes_allowed": ["yescrypt", "sha512crypt", "bcrypt"]}

account(state, algorithm) := {
	"id": "host:1/account/alice",
	"type": "server.account",
	"name": "alice",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": {"password": {
		"state": state,
		"algorithm": algorithm,
		"last_changed": "2026-01-01",
		"min_days": 0,
		"max_days": 90,
		"warn_days": 7,
		"inactive_days": null,
		"expires": null,
	}},
}

test_pass_with_strong_hashes if {
	count(check.deny) == 0 with input as account("set", "yescrypt") with data.parameters as parameters
	count(check.unknown) == 0 with input as account("set", "yescrypt") with data.parameters as parameters
	not check.not_applicable with input as account("set", "yescrypt")
}

test_fail_with_weak_hashes if {
	count(check.deny) == 1 with input as account("set", "des") with data.parameters as parameters
	count(check.deny) == 1 with input as account("set", "md5crypt") with data.parameters as parameters
}

test_unknown_with_a_foreign_format if {
	count(check.deny) == 0 with input as account("set", "unknown") with data.parameters as parameters
	count(check.unknown) == 1 with input as account("set", "unknown") with data.parameters as parameters
}

test_not_applicable_without_a_usable_password if {
	check.not_applicable with input as account("none", "none")
	check.not_applicable with input as account("empty", "none")
	check.not_applicable with input as account("locked", "md5crypt")
}
