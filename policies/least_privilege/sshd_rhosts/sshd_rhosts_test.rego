package least_privilege.sshd_rhosts_test

import data.least_privilege.sshd_rhosts as check

server(facts) := {
	"id": "host:1/sshd",
	"type": "server.sshd",
	"name": "web1",
	"target": "web1",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

block(criteria, settings) := {
	"criteria": criteria,
	"file": "/etc/ssh/sshd_config",
	"line": 10,
	"settings": settings,
}

test_pass_when_ignored if {
	count(check.deny) == 0 with input as server({"ignorerhosts": "yes"})
}

test_fail_when_read if {
	count(check.deny) == 1 with input as server({"ignorerhosts": "no"})
	count(check.deny) == 1 with input as server({"ignorerhosts": "shosts-only"})
}

test_pass_match_blocks_do_not_matter_here if {
	facts := server({"ignorerhosts": "yes", "match_blocks": [block("All", {"x11forwarding": "yes"})]})
	count(check.deny) == 0 with input as facts
}
