package backup.backup_folder_private_test

import data.backup.backup_folder_private as check

host(facts) := {
	"id": "host:1/backup",
	"type": "server.backup",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

machine(others) := host({"folders": [{
	"path": "/backup",
	"mode": "0755",
	"owner": "root",
	"others": others,
	"beside": [],
	"device_known": true,
}]})

test_pass_when_closed if {
	count(check.deny) == 0 with input as machine(false)
}

test_fail_when_open if {
	{d.path | some d in check.deny} == {"/backup"} with input as machine(true)
}

test_not_applicable_without_a_local_folder if {
	check.not_applicable with input as host({"folders": []})
}
