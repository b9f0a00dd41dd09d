package logging.audit_recording_test

import data.logging.audit_recording as check

machine(facts) := {
	"id": "host:1/audit",
	"type": "server.audit",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

status(enabled, failure, lost) := machine({"status": {
	"enabled": enabled,
	"failure": failure,
	"lost": lost,
	"backlog_limit": 8192,
}})

test_pass_when_all_is_recorded if {
	count(check.deny) == 0 with input as status(1, 1, 0)
	count(check.deny) == 0 with input as status(2, 2, 0)
}

test_fail_for_each_trouble if {
	{found.path | some found in check.deny} == {"enabled", "failure", "lost"} with input as status(0, 0, 3)
}

test_fail_is_worse_when_switched_off if {
	{found.severity | some found in check.deny} == {"high"} with input as status(0, 1, 0)
}

absent := {"installed": false, "running": false, "enabled": false}

present := {"installed": true, "running": true, "enabled": true}

test_not_applicable_without_auditd if {
	check.not_applicable with input as machine({"auditd": absent})
	not check.not_applicable with input as machine({"auditd": present})
}
