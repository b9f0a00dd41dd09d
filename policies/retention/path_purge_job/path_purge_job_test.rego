package retention.path_purge_job_test

import data.retention.path_purge_job as check

path(exists) := {
	"id": "host:1/path/srv/customers",
	"type": "server.path",
	"name": "/srv/customers",
	"target": "db1",
	"labels": {},
	"dataset": {"ids": ["crm"], "classification": "sensitive", "retention_days": 365, "owner": "sales"},
	"facts": {"exists": exists},
}

jobs(purges, crons) := {
	"server.retention_job": {"by": {"target": {"db1": purges}}},
	"server.cron_job": {"by": {"target": {"db1": crons}}},
}

purge(age, runs) := {"datasets": ["/srv/customers"], "age_days": age, "runs": runs}

cron(deletes) := {"datasets": ["/srv/customers"], "deletes": deletes}

denied(inventory) := found if {
	found := check.deny with input as path(true)
		with data.inventory as inventory
		with data.parameters as {"destruction_grace_days": 30}
}

unknown(inventory) := found if {
	found := check.unknown with input as path(true) with data.inventory as inventory
}

test_pass_with_a_job_in_time if {
	count(denied(jobs([purge(365, true)], []))) == 0
	count(unknown(jobs([purge(365, true)], []))) == 0
	count(unknown(jobs([], [cron(true)]))) == 0
}

test_fail_when_the_job_comes_too_late if {
	count(denied(jobs([purge(800, true)], []))) == 1
	count(denied(jobs([purge(800, true), purge(100, true)], []))) == 0
}

test_pass_late_job_beside_a_cron_job if {
	count(denied(jobs([purge(800, true)], [cron(true)]))) == 0
}

test_unknown_without_a_job_that_runs if {
	count(unknown(jobs([], []))) == 1
	count(unknown(jobs([purge(365, false)], [cron(false)]))) == 1
}

test_not_applicable_when_the_path_does_not_exist if {
	check.not_applicable with input as path(false)
}
