package least_privilege.sudo_setenv_test

import data.least_privilege.sudo_setenv as check

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

test_pass_without_the_tag if {
	count(check.deny) == 0 with input as rule({"commands": ["/usr/sbin/reboot"]})
}

test_pass_when_everything_is_allowed_anyway if {
	count(check.deny) == 0 with input as rule({"setenv": true})
}

test_fail_with_the_tag if {
	count(check.deny) == 1 with input as rule({"setenv": true, "commands": ["/usr/sbin/reboot"]})
}
