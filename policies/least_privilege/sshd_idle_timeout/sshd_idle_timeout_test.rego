package least_privilege.sshd_idle_timeout_test

import data.least_privilege.sshd_idle_timeout as check

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

limit := {"ssh_dead_session_seconds": 900}

alive(interval, times) := server({
	"clientaliveinterval": interval,
	"clientalivecountmax": times,
	"match_blocks": [block("All", {})],
})

test_pass_within_the_limit if {
	count(check.deny) == 0 with input as alive(300, 3) with data.parameters as limit
}

test_fail_when_it_never_asks if {
	paths := {denied.path | some denied in check.deny} with input as alive(0, 3) with data.parameters as limit
	paths == {"interval"}
}

test_fail_when_it_never_closes if {
	paths := {denied.path | some denied in check.deny} with input as alive(15, 0) with data.parameters as limit
	paths == {"count"}
}

test_fail_when_too_slow if {
	paths := {denied.path | some denied in check.deny} with input as alive(600, 3) with data.parameters as limit
	paths == {"total"}
}
