package logging.audit_disk_full_test

import data.logging.audit_disk_full as check

machine(facts) := {
	"id": "host:1/audit",
	"type": "server.audit",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

settings(space, admin, full, active) := machine({
	"settings": {
		"space_left_action": space,
		"admin_space_left_action": admin,
		"disk_full_action": full,
	},
	"forwarding": {
		"remote_server": "logs.example.net",
		"plugins": [{"name": "au-remote", "active": active, "program": "/sbin/audisp-remote"}],
	},
})

test_pass_when_decided if {
	count(check.deny) == 0 with input as settings("email", "single", "halt", false)
	count(check.deny) == 0 with input as settings("syslog", "exec /usr/local/sbin/full", "single", false)
}

test_pass_when_records_leave_the_machine if {
	count(check.deny) == 0 with input as settings("email", "suspend", "suspend", true)
}

test_fail_when_recording_stops if {
	wanted := {"admin_space_left_action", "disk_full_action"}
	{found.path | some found in check.deny} == wanted with input as settings("syslog", "suspend", "suspend", false)
}

test_fail_when_nobody_is_told if {
	"warning" in {found.path | some found in check.deny} with input as settings("ignore", "ignore", "halt", true)
	"warning" in {found.path | some found in check.deny} with input as settings(null, null, "halt", true)
}

absent := {"installed": false, "running": false, "enabled": false}

present := {"installed": true, "running": true, "enabled": true}

test_not_applicable_without_auditd if {
	check.not_applicable with input as machine({"auditd": absent})
	not check.not_applicable with input as machine({"auditd": present})
}
