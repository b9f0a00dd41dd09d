package backup.backup_present_test

import data.backup.backup_present as check

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

machine(jobs, agents) := host({"jobs": jobs, "agents": agents})

paths(rows) := {"server.path": {"by": {"target": {"db1": rows}}}}

data_here := paths([{"name": "/srv/customers", "exists": true}])

test_pass_with_a_job_or_an_agent if {
	count(check.deny) == 0 with input as machine([job({})], []) with data.inventory as data_here
	count(check.deny) == 0 with input as machine([], ["bareos-fd"]) with data.inventory as data_here
}

test_fail_without if {
	count(check.deny) == 1 with input as machine([], []) with data.inventory as data_here
}

test_fail_when_nothing_starts_the_job if {
	count(check.deny) == 1 with input as machine([job({"scheduled": "no"})], []) with data.inventory as data_here
}

test_unknown_when_the_start_is_out_of_sight if {
	maybe := job({"scheduled": "undetermined"})
	count(check.unknown) == 1 with input as machine([maybe], []) with data.inventory as data_here
	count(check.deny) == 0 with input as machine([maybe], []) with data.inventory as data_here
	count(check.unknown) == 0 with input as machine([maybe, job({})], []) with data.inventory as data_here
	count(check.unknown) == 0 with input as machine([maybe], ["bareos-fd"]) with data.inventory as data_here
}

test_not_applicable_without_a_dataset if {
	check.not_applicable with input as machine([], []) with data.inventory as paths([])
	check.not_applicable with input as machine([], [])
		with data.inventory as paths([{"name": "/srv/customers", "exists": false}])
	not check.not_applicable with input as machine([], []) with data.inventory as data_here
}
