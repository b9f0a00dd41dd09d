package least_privilege.sshd_password_login_test

import data.least_privilege.sshd_password_login as check

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

settings(password, interactive) := server({
	"passwordauthentication": password,
	"kbdinteractiveauthentication": interactive,
	"usepam": "yes",
	"match_blocks": [],
})

test_pass_with_keys_only if {
	count(check.deny) == 0 with input as settings("no", "no")
	count(check.unknown) == 0 with input as settings("no", "no")
}

test_fail_with_passwords if {
	count(check.deny) == 1 with input as settings("yes", "no")
	count(check.deny) == 1 with input as settings("yes", "yes")
}

test_fail_when_a_match_block_allows_passwords if {
	blocks := [block("Group sftp", {"passwordauthentication": "yes"})]
	facts := object.union(settings("no", "no"), {"facts": {"match_blocks": blocks}})
	{denied.path | some denied in check.deny} == {"Match Group sftp"} with input as facts
}

test_unknown_when_pam_decides if {
	count(check.deny) == 0 with input as settings("no", "yes")
	count(check.unknown) == 1 with input as settings("no", "yes")
}
