package logging.sshd_log_level_test

import data.logging.sshd_log_level as check

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
	every value in ["verbose", "info"] {
		count(check.deny) == 0 with input as server({"loglevel": value, "match_blocks": []})
	}
}

test_pass_when_a_match_block_is_strict_too if {
	blocks := [block("User a", {"loglevel": "verbose"}), block("User b", {"banner": "none"})]
	count(check.deny) == 0 with input as server({"loglevel": "verbose", "match_blocks": blocks})
}

test_fail_when_weak if {
	every value in ["quiet", "fatal", "error", "debug", "debug3"] {
		count(check.deny) == 1 with input as server({"loglevel": value, "match_blocks": []})
	}
}

test_fail_when_a_match_block_weakens_it if {
	blocks := [block("Address 10.0.0.0/8", {"loglevel": "quiet"})]
	facts := server({"loglevel": "verbose", "match_blocks": blocks})
	{denied.path | some denied in check.deny} == {"Match Address 10.0.0.0/8"} with input as facts
}

test_fail_once_when_the_same_criteria_come_twice if {
	strict := block("User a", {"loglevel": "verbose"})
	weak := block("User a", {"loglevel": "quiet"})
	twice := server({"loglevel": "verbose", "match_blocks": [weak, weak]})
	count(check.deny) == 1 with input as twice
	shadowed := server({"loglevel": "verbose", "match_blocks": [strict, weak]})
	count(check.deny) == 0 with input as shadowed
}
