package logging.audit_rules_immutable_test

import data.logging.audit_rules_immutable as check

machine(facts) := {
	"id": "host:1/audit",
	"type": "server.audit",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

status(enabled) := machine({"status": {"enabled": enabled, "failure": 1, "lost": 0, "backlog_limit": 8192}})

test_pass_when_locked if {
	count(check.deny) == 0 with input as status(2)
}

test_fail_when_not if {
	count(check.deny) == 1 with input as status(1)
	count(check.deny) == 1 with input as status(0)
}

absent := {"installed": false, "running": false, "enabled": false}

present := {"installed": true, "running": true, "enabled": true}

test_not_applicable_without_auditd if {
	check.not_applicable with input as machine({"auditd": absent})
	not check.not_applicable with input as machine({"auditd": present})
}
