package encryption.sshd_weak_ciphers_test

import data.encryption.sshd_weak_ciphers as check

allowed := {"ssh_ciphers_allowed": ["aes256-ctr", "aes256-gcm@openssh.com"]}

server(offered) := {
	"id": "host:1/sshd",
	"type": "server.sshd",
	"name": "web1",
	"target": "web1",
	"labels": {},
	"dataset": null,
	"facts": {"ciphers": offered},
}

test_pass_when_all_are_allowed if {
	facts := server(["aes256-ctr", "aes256-gcm@openssh.com"])
	count(check.deny) == 0 with input as facts with data.parameters as allowed
	count(check.unknown) == 0 with input as facts with data.parameters as allowed
}

test_fail_names_the_weak_ones_only if {
	facts := server(["aes256-ctr", "aes128-cbc", "3des-cbc"])
	some denied in check.deny with input as facts with data.parameters as allowed
	denied.args.algorithms == "3des-cbc, aes128-cbc"
}

test_fail_when_a_strong_one_was_not_allowed if {
	facts := server(["aes128-ctr"])
	count(check.deny) == 1 with input as facts with data.parameters as allowed
}

test_fail_stands_beside_unheard_of_ones if {
	facts := server(["3des-cbc", "new@example.com"])
	count(check.deny) == 1 with input as facts with data.parameters as allowed
}

test_unknown_when_one_was_never_heard_of if {
	facts := server(["new@example.com"])
	count(check.deny) == 0 with input as facts with data.parameters as allowed
	count(check.unknown) == 1 with input as facts with data.parameters as allowed
}
