package logging.audit_log_kept_test

import data.logging.audit_log_kept as check

machine(facts) := {
	"id": "host:1/audit",
	"type": "server.audit",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

full(action) := machine({"settings": {
	"max_log_file_action": action,
	"num_logs": 5,
	"max_log_file_mb": 8,
	"space_left_action": "SYSLOG",
}})

test_pass_when_kept if {
	count(check.deny) == 0 with input as full("keep_logs")
	count(check.deny) == 0 with input as full("KEEP_LOGS")
	count(check.unknown) == 0 with input as full("keep_logs")
}

test_fail_when_lost if {
	count(check.deny) == 1 with input as full("ROTATE")
	count(check.deny) == 1 with input as full("suspend")
}

test_unknown_when_not_set if {
	count(check.deny) == 0 with input as full(null)
	count(check.unknown) == 1 with input as full(null)
}

test_not_applicable_without_auditd if {
	absent := machine({"auditd": {"installed": false, "running": false, "enabled": false}})
	check.not_applicable with input as absent
}

test_not_applicable_only_then if {
	present := machine({"auditd": {"installed": true, "running": false, "enabled": false}})
	not check.not_applicable with input as present
}
