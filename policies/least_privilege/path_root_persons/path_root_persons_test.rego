package least_privilege.path_root_persons_test

import data.least_privilege.path_root_persons as check

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

account(name, uid, groups) := {
	"id": sprintf("host:1/account/%s", [name]),
	"name": name,
	"target": "db1",
	"uid": uid,
	"groups": groups,
}

rule(users, commands) := {
	"id": "rule",
	"name": "rule",
	"target": "db1",
	"users": users,
	"runas_users": ["ALL"],
	"commands": commands,
}

denied(accounts, rules, matrix) := paths if {
	inventory := {
		"register.hr_roster": roster,
		"register.role_matrix": {"all": matrix},
		"server.account": {"by": {"target": {"db1": accounts}}},
		"server.sudo_rule": {"by": {"target": {"db1": rules}}},
	}
	paths := {found.path | some found in check.deny} with input as path({}) with data.inventory as inventory
}

everyone := [
	account("root", 0, ["root"]),
	account("ann", 1001, ["ann", "users"]),
	account("bob", 1002, ["bob", "wheel"]),
]

test_pass_without_such_rights if {
	denied(everyone, [rule(["ann"], ["/usr/bin/lpq"])], []) == set()
}

test_pass_with_the_right_in_the_matrix if {
	administers := [matrix_row({"role": "DBA", "rights": ["administer"]})]
	denied(everyone, [rule(["%wheel"], ["ALL"])], administers) == set()
}

test_fail_by_sudo if {
	denied(everyone, [rule(["%wheel"], ["ALL"])], []) == {"bob"}
	denied(everyone, [rule(["ALL"], ["ALL"])], []) == {"ann", "bob"}
	denied(everyone, [rule(["ALL", "!ann"], ["ALL"])], []) == {"bob"}
	denied(everyone, [rule(["ann"], ["ALL"])], [matrix_row({"role": "Clerk"})]) == {"ann"}
}

test_fail_by_a_group if {
	denied([account("ann", 1001, ["ann", "docker"])], [], []) == {"ann"}
}

test_fail_a_second_root if {
	denied([account("toor", 0, ["root"]), account("root", 0, ["root"])], [], []) == {"toor"}
}

test_not_applicable_when_the_path_does_not_exist if {
	check.not_applicable with input as path({"exists": false})
	not check.not_applicable with input as path({})
}
