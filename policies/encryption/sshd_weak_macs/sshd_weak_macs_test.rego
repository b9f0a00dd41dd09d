package encryption.sshd_weak_macs_test

import data.encryption.sshd_weak_macs as check

allowed := {"ssh_macs_allowed": ["hmac-sha2-256", "hmac-sha2-512"]}

server(offered) := {
	"id": "host:1/sshd",
	"type": "server.sshd",
	"name": "web1",
	"target": "web1",
	"labels": {},
	"dataset": null,
	"facts": {"macs": offered},
}

test_pass_when_all_are_allowed if {
	facts := server(["hmac-sha2-256", "hmac-sha2-512"])
	count(check.deny) == 0 with input as facts with data.parameters as allowed
	count(check.unknown) == 0 with input as facts with data.parameters as allowed
}

test_fail_names_the_weak_ones_only if {
	facts := server(["hmac-sha2-256", "hmac-sha1", "umac-64@openssh.com", "hmac-md5-96"])
	some denied in check.deny with input as facts with data.parameters as allowed
	denied.args.algorithms == "hmac-md5-96, hmac-sha1, umac-64@openssh.com"
}

test_fail_when_a_strong_one_was_not_allowed if {
	facts := server(["umac-128@openssh.com"])
	count(check.deny) == 1 with input as facts with data.parameters as allowed
}

test_fail_stands_beside_unheard_of_ones if {
	facts := server(["hmac-sha1", "new@example.com"])
	count(check.deny) == 1 with input as facts with data.parameters as allowed
}

test_unknown_when_one_was_never_heard_of if {
	facts := server(["new@example.com"])
	count(check.deny) == 0 with input as facts with data.parameters as allowed
	count(check.unknown) == 1 with input as facts with data.parameters as allowed
}
