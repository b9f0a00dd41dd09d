package backup.path_backed_up_test

import data.backup.path_backed_up as check

path(exists) := {
	"id": "host:1/path/srv/customers",
	"type": "server.path",
	"name": "/srv/customers",
	"target": "db1",
	"labels": {},
	"dataset": {"ids": ["crm"], "classification": "sensitive", "retention_days": 365, "owner": "sales"},
	"facts": {"exists": exists},
}

coverage(state) := {"server.backup": {"by": {"target": {"db1": [{"coverage": [
	{"path": "/srv/customers", "covered": state, "jobs": [], "keep_days": null},
	{"path": "/srv/other", "covered": "yes", "jobs": [], "keep_days": null},
]}]}}}}

test_pass_when_covered if {
	count(check.deny) == 0 with input as path(true) with data.inventory as coverage("yes")
	count(check.unknown) == 0 with input as path(true) with data.inventory as coverage("yes")
}

test_fail_when_only_another_path_is_covered if {
	count(check.deny) == 1 with input as path(true) with data.inventory as coverage("no")
}

test_unknown_when_the_sources_are_out_of_sight if {
	count(check.deny) == 0 with input as path(true) with data.inventory as coverage("undetermined")
	count(check.unknown) == 1 with input as path(true) with data.inventory as coverage("undetermined")
}

test_unknown_without_a_word_on_the_path if {
	empty := {"server.backup": {"by": {"target": {"db1": [{"coverage": []}]}}}}
	count(check.unknown) == 1 with input as path(true) with data.inventory as empty
}

test_not_applicable_when_the_path_does_not_exist if {
	check.not_applicable with input as path(false)
}
