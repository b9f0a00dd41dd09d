package integrity_availability.aide_schedule_test

import data.integrity_availability.aide_schedule as check

machine(installed, schedule) := {
	"id": "host:1/intrusion_detection",
	"type": "server.intrusion_detection",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": {"aide": {"installed": installed, "database": null, "schedule": schedule, "paths": []}},
}

test_pass_with_a_schedule if {
	count(check.deny) == 0 with input as machine(true, ["cron /etc/cron.d/aide"])
}

test_fail_without if {
	count(check.deny) == 1 with input as machine(true, [])
}

test_not_applicable_without_aide if {
	check.not_applicable with input as machine(false, [])
	not check.not_applicable with input as machine(true, [])
}
