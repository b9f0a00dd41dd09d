package backup.backup_other_device_test

import data.backup.backup_other_device as check

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

folder(beside) := {
	"path": "/backup",
	"mode": "0700",
	"owner": "root",
	"others": false,
	"beside": beside,
	"device_known": true,
}

here := job({"repository": {"kind": "local", "path": "/backup/"}})

machine(jobs, beside) := host({"jobs": jobs, "folders": [folder(beside)]})

test_pass_on_another_device if {
	count(check.deny) == 0 with input as machine([here], [])
}

test_pass_when_a_second_job_goes_elsewhere if {
	count(check.deny) == 0 with input as machine([here, job({})], ["/srv/customers"])
}

test_fail_beside_the_data if {
	{d.path | some d in check.deny} == {"/backup"} with input as machine([here], ["/srv/customers"])
}

test_unknown_when_the_device_is_not_known if {
	blind := host({"jobs": [here], "folders": [object.union(folder([]), {"device_known": false})]})
	count(check.unknown) == 1 with input as blind
}

test_not_applicable_without_a_local_backup if {
	check.not_applicable with input as machine([job({})], [])
	check.not_applicable with input as machine([], ["/srv/customers"])
}
