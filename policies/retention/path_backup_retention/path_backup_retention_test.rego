package retention.path_backup_retention_test

import data.retention.path_backup_retention as check

path(exists) := {
	"id": "host:1/path/srv/customers",
	"type": "server.path",
	"name": "/srv/customers",
	"target": "db1",
	"labels": {},
	"dataset": {"ids": ["crm"], "classification": "sensitive", "retention_days": 365, "owner": "sales"},
	"facts": {"exists": exists},
}

kept(covered, days) := {"server.backup": {"by": {"target": {"db1": [{"coverage": [
	{"path": "/srv/customers", "covered": covered, "jobs": [], "keep_days": days},
	{"path": "/srv/other", "covered": "yes", "jobs": [], "keep_days": 9000},
]}]}}}}

denied(inventory) := found if {
	found := check.deny with input as path(true)
		with data.inventory as inventory
		with data.parameters as {"destruction_grace_days": 30}
}

test_pass_within_the_period_and_grace if {
	count(denied(kept("yes", 395))) == 0
}

test_fail_when_kept_longer if {
	count(denied(kept("yes", 732))) == 1
}

test_unknown_when_it_is_not_told if {
	count(check.unknown) == 1 with input as path(true) with data.inventory as kept("yes", null)
	count(check.unknown) == 1 with input as path(true)
		with data.inventory as {"server.backup": {"by": {"target": {"db1": [{"coverage": []}]}}}}
}

test_not_applicable_without_a_backup_or_path if {
	check.not_applicable with input as path(true) with data.inventory as kept("no", null)
	check.not_applicable with input as path(false) with data.inventory as kept("yes", 10)
	not check.not_applicable with input as path(true) with data.inventory as kept("yes", 10)
}
