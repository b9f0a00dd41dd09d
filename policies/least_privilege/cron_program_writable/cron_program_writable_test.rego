package least_privilege.cron_program_writable_test

import data.least_privilege.cron_program_writable as check

job(change) := {
	"id": "host:1/cron_job/0123456789abcdef",
	"type": "server.cron_job",
	"name": "/opt/backup (daily, root, /etc/cron.daily/backup)",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": object.union(
		{
			"user": "root",
			"schedule": "daily",
			"programs": [{"path": "/opt/backup", "writers": []}],
			"datasets": [],
			"deletes": false,
			"secret": false,
			"file": {"path": "/etc/crontab", "mode": "0644", "uid": 0, "gid": 0},
			"file_writers": [],
		},
		change,
	),
}

programs(writers) := [{"path": "/opt/backup", "writers": writers}, {"path": "/bin/sh", "writers": []}]

test_pass_when_only_root_can if {
	count(check.deny) == 0 with input as job({})
	count(check.deny) == 0 with input as job({"programs": []})
}

test_fail_for_root if {
	facts := job({"programs": programs(["ann"])})
	{found.severity | some found in check.deny} == {"critical"} with input as facts
	{found.path | some found in check.deny} == {"/opt/backup"} with input as facts
}

test_fail_for_another_user if {
	facts := job({"user": "postgres", "programs": programs(["ann", "bob"])})
	{found.severity | some found in check.deny} == {"high"} with input as facts
}
