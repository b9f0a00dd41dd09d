package logging.log_files_closed_test

import data.logging.log_files_closed as check

machine(facts) := {
	"id": "host:1/log_policy",
	"type": "server.log_policy",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

log(path, kind, mode) := {"path": path, "kind": kind, "mode": mode, "owner": "root", "group": "adm"}

block(logs, mode) := {
	"file": "/etc/logrotate.d/rsyslog",
	"line": 1,
	"logs": logs,
	"frequency": null,
	"rotate": null,
	"maxage_days": null,
	"create_mode": mode,
}

denied(logs, blocks) := found if {
	found := check.deny with input as machine({"log_files": logs, "logrotate": {"overrides": blocks}})
}

test_pass_when_closed if {
	logs := [log("/var/log/auth.log", "file", "0640"), log("/var/log/journal", "directory", "2755")]
	count(denied(logs, [block(["/var/log/auth.log"], "0640"), block(["/var/log/auth.log"], null)])) == 0
}

test_pass_when_the_folder_is_closed if {
	logs := [log("/var/log/audit", "directory", "0750"), log("/var/log/audit/audit.log.1", "file", "0644")]
	count(denied(logs, [])) == 0
}

test_pass_when_an_open_log_is_none_of_these if {
	count(denied([], [block(["/var/log/nginx/access.log"], "0644"), block(["/var/log/wtmp"], "0664")])) == 0
}

test_fail_when_others_may_read if {
	count(denied([log("/var/log/messages", "file", "0644")], [])) == 1
	open := [log("/var/log/audit", "directory", "0755"), log("/var/log/audit/audit.log", "file", "0644")]
	count(denied(open, [])) == 1
	{found.path | some found in denied([], [block(["/var/log/syslog"], "0644")])} == {"logrotate /var/log/syslog"}
}

test_fail_is_worse_when_others_may_write if {
	{found.severity | some found in denied([log("/var/log/secure", "file", "0666")], [])} == {"high"}
}

test_fail_when_it_keeps_nothing if {
	{found.severity | some found in denied([log("/var/log/auth.log", "other", "0666")], [])} == {"high"}
}
