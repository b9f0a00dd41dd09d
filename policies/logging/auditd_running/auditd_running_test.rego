package logging.auditd_running_test

import data.logging.auditd_running as check

machine(facts) := {
	"id": "host:1/audit",
	"type": "server.audit",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

auditd(installed, running, enabled) := machine({"auditd": {
	"installed": installed,
	"running": running,
	"enabled": enabled,
}})

messages(facts) := found if {
	found := {denied.msg | some denied in check.deny} with input as facts
}

test_pass_when_all_is_well if {
	count(check.deny) == 0 with input as auditd(true, true, true)
}

test_fail_names_the_first_trouble if {
	messages(auditd(false, false, false)) == {"auditd on db1 is not installed"}
	messages(auditd(true, false, true)) == {"auditd on db1 is not running"}
	messages(auditd(true, true, false)) == {"auditd on db1 is not started at boot"}
}
