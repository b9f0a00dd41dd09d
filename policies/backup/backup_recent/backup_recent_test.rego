package backup.backup_recent_test

import data.backup.backup_recent as check

host(facts) := {
	"id": "host:1/backup",
	"type": "server.backup",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

job(change) := object.union(
	{
		"tool": "restic",
		"config": "/etc/cron.d/backup",
		"repository": {"kind": "s3", "path": null},
		"encrypted": "yes",
		"scheduled": "yes",
		"keep_days": 31,
		"pruned": "yes",
		"sources": ["/srv"],
		"sources_known": true,
	},
	change,
)

machine(result, last) := host({
	"jobs": [job({})],
	"runs": [{
		"tool": "restic",
		"config": "/etc/cron.d/backup",
		"result": result,
		"last_success": last,
		"source": "",
	}],
})

denied(facts) := found if {
	found := check.deny with input as facts
		with data.parameters as {"backup_max_age_hours": 26}
		with data.run as {"now": "2026-11-20T12:00:00Z"}
}

test_pass_when_recent if {
	count(denied(machine("success", "2026-11-19T10:00:00Z"))) == 0
	count(check.unknown) == 0 with input as machine("success", "2026-11-19T10:00:00Z")
}

test_fail_when_too_long_ago if {
	count(denied(machine("success", "2026-11-19T09:59:59Z"))) == 1
}

test_fail_when_the_last_one_failed if {
	count(denied(machine("failed", null))) == 1
	count(denied(machine("failed", "2026-11-20T11:00:00Z"))) == 1
}

test_unknown_when_it_is_not_visible if {
	count(check.unknown) == 1 with input as machine("unknown", null)
	count(denied(machine("unknown", null))) == 0
}

test_not_applicable_when_no_job_runs if {
	unused := host({"jobs": [job({"scheduled": "no"})], "runs": []})
	check.not_applicable with input as unused
}
