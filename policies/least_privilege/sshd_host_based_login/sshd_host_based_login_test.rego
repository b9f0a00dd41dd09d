package least_privilege.sshd_host_based_login_test

import data.least_privilege.sshd_host_based_login as check

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
	every value in ["no"] {
		count(check.deny) == 0 with input as server({"hostbasedauthentication": value, "match_blocks": []})
	}
}

test_pass_when_a_match_block_is_strict_too if {
	blocks := [block("User a", {"hostbasedauthentication": "no"}), block("User b", {"banner": "none"})]
	count(check.deny) == 0 with input as server({"hostbasedauthentication": "no", "match_blocks": blocks})
}

test_fail_when_weak if {
	every value in ["yes"] {
		count(check.deny) == 1 with input as server({"hostbasedauthentication": value, "match_blocks": []})
	}
}

test_fail_when_a_match_block_weakens_it if {
	blocks := [block("Address 10.0.0.0/8", {"hostbasedauthentication": "yes"})]
	facts := server({"hostbasedauthentication": "no", "match_blocks": blocks})
	{denied.path | some denied in check.deny} == {"Match Address 10.0.0.0/8"} with input as facts
}

test_fail_once_when_the_same_criteria_come_twice if {
	strict := block("User a", {"hostbasedauthentication": "no"})
	weak := block("User a", {"hostbasedauthentication": "yes"})
	twice := server({"hostbasedauthentication": "no", "match_blocks": [weak, weak]})
	count(check.deny) == 1 with input as twice
	shadowed := server({"hostbasedauthentication": "no", "match_blocks": [strict, weak]})
	count(check.deny) == 0 with input as shadowed
}
