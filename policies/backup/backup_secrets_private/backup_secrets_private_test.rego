package backup.backup_secrets_private_test

import data.backup.backup_secrets_private as check

host(facts) := {
	"id": "host:1/backup",
	"type": "server.backup",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

machine(others) := host({"secrets": [{"file": "/etc/restic.env", "mode": "0644", "owner": "root", "others": others}]})

test_pass_when_private if {
	count(check.deny) == 0 with input as machine(false)
}

test_fail_when_readable if {
	{d.path | some d in check.deny} == {"/etc/restic.env"} with input as machine(true)
}

test_not_applicable_without_secrets if {
	check.not_applicable with input as host({"secrets": []})
}
