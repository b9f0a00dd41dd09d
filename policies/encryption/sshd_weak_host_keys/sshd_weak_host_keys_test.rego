package encryption.sshd_weak_host_keys_test

import data.encryption.sshd_weak_host_keys as check

allowed := {"ssh_host_keys_allowed": ["ssh-ed25519", "rsa-sha2-512"]}

server(offered) := {
	"id": "host:1/sshd",
	"type": "server.sshd",
	"name": "web1",
	"target": "web1",
	"labels": {},
	"dataset": null,
	"facts": {"hostkeyalgorithms": offered},
}

test_pass_when_all_are_allowed if {
	facts := server(["ssh-ed25519", "rsa-sha2-512"])
	count(check.deny) == 0 with input as facts with data.parameters as allowed
	count(check.unknown) == 0 with input as facts with data.parameters as allowed
}

test_fail_names_the_weak_ones_only if {
	facts := server(["ssh-ed25519", "ssh-rsa", "ssh-dss"])
	some denied in check.deny with input as facts with data.parameters as allowed
	denied.args.algorithms == "ssh-dss, ssh-rsa"
}

test_fail_when_a_strong_one_was_not_allowed if {
	facts := server(["ecdsa-sha2-nistp256"])
	count(check.deny) == 1 with input as facts with data.parameters as allowed
}

test_fail_stands_beside_unheard_of_ones if {
	facts := server(["ssh-dss", "new@example.com"])
	count(check.deny) == 1 with input as facts with data.parameters as allowed
}

test_unknown_when_one_was_never_heard_of if {
	facts := server(["new@example.com"])
	count(check.deny) == 0 with input as facts with data.parameters as allowed
	count(check.unknown) == 1 with input as facts with data.parameters as allowed
}
