package least_privilege.path_readers_authorised_test

import data.least_privilege.path_readers_authorised as check

path(change) := {
	"id": "host:1/path/srv/customers",
	"type": "server.path",
	"name": "/srv/customers",
	"target": "db1",
	"labels": {},
	"dataset": {"ids": ["crm"], "classification": "sensitive", "retention_days": 365, "owner": "sales"},
	"facts": object.union({"exists": true, "readers": [], "writers": []}, change),
}

person(id, accounts, role) := {
	"id": sprintf("roster/%s", [id]),
	"name": id,
	"target": "hr",
	"person": id,
	"accounts": accounts,
	"status": "active",
	"role": role,
}

staff := [person("e1", ["ann"], "Clerk"), person("e2", ["bob"], "DBA")]

roster := {"all": staff, "by": {"accounts": {login: [row] |
	some row in staff
	some login in row.accounts
}}}

matrix_row(change) := object.union(
	{
		"id": "m",
		"role": null,
		"person": null,
		"account": null,
		"dataset": "crm",
		"classification": null,
		"rights": ["read"],
	},
	change,
)

denied(facts, matrix) := paths if {
	paths := {found.path | some found in check.deny} with input as facts
		with data.inventory as {"register.hr_roster": roster, "register.role_matrix": {"all": matrix}}
}

by(account, way) := {"account": account, "uid": 1001, "by": way}

open := path({"readers": [by("ann", "group"), by("crm", "owner")], "writers": [by("crm", "owner")]})

test_pass_what_the_matrix_allows if {
	matrix := [
		matrix_row({"role": "Clerk"}),
		matrix_row({"account": "crm", "rights": ["read", "write"]}),
	]
	denied(open, matrix) == set()
	denied(path({}), []) == set()
}

test_fail_what_it_does_not if {
	denied(open, []) == {"read:ann", "read:crm", "write:crm"}
	denied(open, [matrix_row({"role": "DBA"}), matrix_row({"account": "crm"})]) == {"read:ann", "write:crm"}
}

test_pass_what_is_open_to_everybody_is_reported_elsewhere if {
	denied(path({"readers": [by("ann", "other"), by("bob", "other")]}), []) == set()
}

test_not_applicable_when_the_path_does_not_exist if {
	check.not_applicable with input as path({"exists": false})
	not check.not_applicable with input as path({})
}
