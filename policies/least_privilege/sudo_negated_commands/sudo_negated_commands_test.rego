package least_privilege.sudo_negated_commands_test

import data.least_privilege.sudo_negated_commands as check

rule(change) := {
	"id": "host:1/sudo/1",
	"type": "server.sudo_rule",
	"name": "%ops: ALL",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": object.union(
		{
			"users": ["%ops"],
			"hosts": ["ALL"],
			"runas_users": ["ALL"],
			"runas_groups": [],
			"commands": ["ALL"],
			"nopasswd": false,
			"noexec": false,
			"setenv": false,
		},
		change,
	),
}

test_pass_without_negation if {
	count(check.deny) == 0 with input as rule({})
}

test_pass_when_a_short_list_is_made_shorter if {
	facts := rule({"commands": ["/usr/sbin/reboot", "!/usr/sbin/reboot --force"]})
	count(check.deny) == 0 with input as facts
}

test_pass_for_root if {
	count(check.deny) == 0 with input as rule({"users": ["root"], "commands": ["ALL", "!/bin/su"]})
}

test_fail_all_but_some if {
	count(check.deny) == 1 with input as rule({"commands": ["ALL", "!/bin/su", "!/bin/bash"]})
}

test_fail_a_folder_but_some if {
	count(check.deny) == 1 with input as rule({"commands": ["/usr/bin/*", "!/usr/bin/passwd root"]})
}
