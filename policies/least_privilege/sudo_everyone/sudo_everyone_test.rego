package least_privilege.sudo_everyone_test

import data.least_privilege.sudo_everyone as check

rule(change) := {
	"id": "host:1/sudo/1",
	"type": "server.sudo_rule",
	"name": "ALL ALL = (ALL) ALL",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": object.union(
		{
			"users": ["ALL"],
			"runas_users": ["ALL"],
			"commands": ["ALL"],
			"nopasswd": false,
			"password_of": "invoker",
		},
		change,
	),
}

test_fail_for_everyone if {
	count(check.deny) == 1 with input as rule({})
	count(check.deny) == 1 with input as rule({"users": ["ALL", "!guest"]})
	count(check.deny) == 1 with input as rule({"runas_users": []})
}

test_fail_without_a_password_whoever_is_asked if {
	count(check.deny) == 1 with input as rule({"nopasswd": true, "password_of": "target"})
}

test_pass_where_the_password_of_root_is_asked_for if {
	count(check.deny) == 0 with input as rule({"password_of": "target"})
}

test_pass_for_groups_commands_and_other_accounts if {
	count(check.deny) == 0 with input as rule({"users": ["%wheel"]})
	count(check.deny) == 0 with input as rule({"users": ["!ALL"]})
	count(check.deny) == 0 with input as rule({"commands": ["/usr/bin/mount /media/cdrom"]})
	count(check.deny) == 0 with input as rule({"runas_users": ["games"]})
}
