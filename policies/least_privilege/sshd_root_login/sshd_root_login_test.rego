package least_privilege.sshd_root_login_test

import data.least_privilege.sshd_root_login as check

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

global_value(value) := server({"permitrootlogin": value, "match_blocks": []})

test_pass_when_refused if {
	count(check.deny) == 0 with input as global_value("no")
	count(check.unknown) == 0 with input as global_value("no")
}

test_pass_for_forced_commands if {
	count(check.deny) == 0 with input as global_value("forced-commands-only")
	count(check.unknown) == 0 with input as global_value("forced-commands-only")
}

test_fail_when_allowed if {
	some denied in check.deny with input as global_value("yes")
	denied.severity == "high"
}

test_fail_with_keys_only if {
	every value in ["prohibit-password", "without-password"] {
		{denied.severity | some denied in check.deny} == {"medium"} with input as global_value(value)
	}
}

test_fail_when_a_match_block_allows_it if {
	blocks := [block("Address 10.0.0.0/8", {"permitrootlogin": "yes"})]
	facts := server({"permitrootlogin": "no", "match_blocks": blocks})
	{denied.path | some denied in check.deny} == {"Match Address 10.0.0.0/8"} with input as facts
}

test_pass_when_the_match_block_is_not_about_root if {
	yes := {"permitrootlogin": "yes"}
	blocks := [block("User deploy", yes), block("User *,!root", yes)]
	count(check.deny) == 0 with input as server({"permitrootlogin": "no", "match_blocks": blocks})
}

test_unknown_with_a_new_value if {
	count(check.deny) == 0 with input as global_value("maybe")
	count(check.unknown) == 1 with input as global_value("maybe")
}
