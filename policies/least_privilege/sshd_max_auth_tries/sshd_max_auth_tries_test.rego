package least_privilege.sshd_max_auth_tries_test

import data.least_privilege.sshd_max_auth_tries as check

limit := {"ssh_max_auth_tries": 4}

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

test_pass_when_strict if {
	every value in [4, 3] {
		facts := server({"maxauthtries": value, "match_blocks": []})
		count(check.deny) == 0 with input as facts with data.parameters as limit
	}
}

test_pass_when_a_match_block_is_strict_too if {
	blocks := [block("User a", {"maxauthtries": "4"}), block("User b", {"banner": "none"})]
	facts := server({"maxauthtries": 4, "match_blocks": blocks})
	count(check.deny) == 0 with input as facts with data.parameters as limit
}

test_fail_when_weak if {
	every value in [6, 10] {
		facts := server({"maxauthtries": value, "match_blocks": []})
		count(check.deny) == 1 with input as facts with data.parameters as limit
	}
}

test_fail_when_a_match_block_weakens_it if {
	every value in ["6", "06"] {
		blocks := [block("Address 10.0.0.0/8", {"maxauthtries": value})]
		facts := server({"maxauthtries": 4, "match_blocks": blocks})
		{denied.path | some denied in check.deny} == {"Match Address 10.0.0.0/8"} with input as facts
			with data.parameters as limit
	}
}

test_fail_once_when_the_same_criteria_come_twice if {
	strict := block("User a", {"maxauthtries": "4"})
	weak := block("User a", {"maxauthtries": "6"})
	twice := server({"maxauthtries": 4, "match_blocks": [weak, weak]})
	count(check.deny) == 1 with input as twice with data.parameters as limit
	shadowed := server({"maxauthtries": 4, "match_blocks": [strict, weak]})
	count(check.deny) == 0 with input as shadowed with data.parameters as limit
}
