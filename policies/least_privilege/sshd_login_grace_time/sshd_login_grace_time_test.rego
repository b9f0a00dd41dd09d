package least_privilege.sshd_login_grace_time_test

import data.least_privilege.sshd_login_grace_time as check

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

limit := {"ssh_login_grace_seconds": 60}

test_pass_within_the_limit if {
	facts := server({"logingracetime": 60, "match_blocks": [block("All", {})]})
	count(check.deny) == 0 with input as facts with data.parameters as limit
}

test_fail_above_the_limit if {
	count(check.deny) == 1 with input as server({"logingracetime": 120}) with data.parameters as limit
}

test_fail_when_unlimited if {
	count(check.deny) == 1 with input as server({"logingracetime": 0}) with data.parameters as limit
}
