package encryption.sshd_weak_key_exchange_test

import data.encryption.sshd_weak_key_exchange as check

allowed := {"ssh_kex_allowed": ["curve25519-sha256", "ecdh-sha2-nistp256"]}

server(offered) := {
	"id": "host:1/sshd",
	"type": "server.sshd",
	"name": "web1",
	"target": "web1",
	"labels": {},
	"dataset": null,
	"facts": {"kexalgorithms": offered},
}

test_pass_when_all_are_allowed if {
	facts := server(["curve25519-sha256", "ecdh-sha2-nistp256"])
	count(check.deny) == 0 with input as facts with data.parameters as allowed
	count(check.unknown) == 0 with input as facts with data.parameters as allowed
}

test_fail_names_the_weak_ones_only if {
	facts := server(["diffie-hellman-group14-sha1", "diffie-hellman-group1-sha1", "ext-info-s"])
	some denied in check.deny with input as facts with data.parameters as allowed
	denied.args.algorithms == "diffie-hellman-group1-sha1, diffie-hellman-group14-sha1"
}

test_fail_when_a_strong_one_was_not_allowed if {
	facts := server(["diffie-hellman-group14-sha256"])
	count(check.deny) == 1 with input as facts with data.parameters as allowed
}

test_fail_stands_beside_unheard_of_ones if {
	facts := server(["diffie-hellman-group1-sha1", "new@example.com"])
	count(check.deny) == 1 with input as facts with data.parameters as allowed
}

test_unknown_when_one_was_never_heard_of if {
	facts := server(["new@example.com"])
	count(check.deny) == 0 with input as facts with data.parameters as allowed
	count(check.unknown) == 1 with input as facts with data.parameters as allowed
}
