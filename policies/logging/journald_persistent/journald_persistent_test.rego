package logging.journald_persistent_test

import data.logging.journald_persistent as check

machine(facts) := {
	"id": "host:1/log_policy",
	"type": "server.log_policy",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

journal(storage, folder, syslog_runs) := machine({
	"journald": {
		"in_use": true,
		"storage": storage,
		"max_retention_days": null,
		"persistent_directory": folder,
		"forward_to_syslog": true,
	},
	"syslog": {"daemon": "rsyslog", "running": syslog_runs, "remote_targets": []},
})

test_pass_when_on_disk if {
	count(check.deny) == 0 with input as journal("persistent", false, false)
	count(check.deny) == 0 with input as journal("auto", true, false)
}

test_pass_when_syslog_writes_files if {
	count(check.deny) == 0 with input as journal("volatile", false, true)
}

test_fail_when_in_memory if {
	count(check.deny) == 1 with input as journal("auto", false, false)
	count(check.deny) == 1 with input as journal("volatile", true, false)
	count(check.deny) == 1 with input as journal("none", true, false)
}

test_not_applicable_without_systemd if {
	check.not_applicable with input as machine({"journald": {"in_use": false}})
}
