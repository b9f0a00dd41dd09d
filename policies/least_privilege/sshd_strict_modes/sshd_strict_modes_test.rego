package least_privilege.sshd_strict_modes_test

import data.least_privilege.sshd_strict_modes as check

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

test_pass_when_checked if {
	count(check.deny) == 0 with input as server({"strictmodes": "yes"})
}

test_fail_when_unchecked if {
	count(check.deny) == 1 with input as server({"strictmodes": "no", "match_blocks": [block("All", {})]})
}
