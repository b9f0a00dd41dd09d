package least_privilege.cron_secret_test

import data.least_privilege.cron_secret as check

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

test_pass_without if {
	count(check.deny) == 0 with input as job({})
}

test_fail_with_one if {
	count(check.deny) == 1 with input as job({"secret": true})
}
