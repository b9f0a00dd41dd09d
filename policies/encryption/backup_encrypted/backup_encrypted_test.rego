package encryption.backup_encrypted_test

import data.encryption.backup_encrypted as check

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

machine(jobs) := host({"jobs": jobs, "agents": []})

test_pass_when_encrypted if {
	count(check.deny) == 0 with input as machine([job({})])
	count(check.unknown) == 0 with input as machine([job({})])
}

test_fail_names_the_job if {
	some denied in check.deny with input as machine([job({}), job({"tool": "tar", "encrypted": "no"})])
	denied.args.tool == "tar"
}

test_unknown_when_out_of_sight if {
	count(check.unknown) == 1 with input as machine([job({"encrypted": "undetermined"})])
	count(check.unknown) == 1 with input as host({"jobs": [], "agents": ["bareos-fd"]})
}

test_not_applicable_when_nothing_starts_it if {
	check.not_applicable with input as machine([job({"encrypted": "no", "scheduled": "no"})])
	check.not_applicable with input as machine([])
	not check.not_applicable with input as host({"jobs": [], "agents": ["bareos-fd"]})
}
