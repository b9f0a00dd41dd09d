package least_privilege.cron_file_writable_test

import data.least_privilege.cron_file_writable as check

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

test_pass_when_only_root_and_the_user_can if {
	count(check.deny) == 0 with input as job({})
	count(check.deny) == 0 with input as job({"user": "ann", "file_writers": ["ann"]})
}

test_fail_when_others_can if {
	{found.severity | some found in check.deny} == {"critical"} with input as job({"file_writers": ["ann"]})
	facts := job({"user": "ann", "file_writers": ["ann", "bob"]})
	{found.args.writers | some found in check.deny} == {"bob"} with input as facts
}
