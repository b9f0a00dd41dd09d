package least_privilege.sudo_nopasswd_all_test

import data.least_privilege.sudo_nopasswd_all as check

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

test_pass_with_a_password if {
	count(check.deny) == 0 with input as rule({})
}

test_pass_for_named_commands if {
	count(check.deny) == 0 with input as rule({"nopasswd": true, "commands": ["/usr/sbin/reboot"]})
}

test_pass_for_root_itself_and_for_other_accounts if {
	count(check.deny) == 0 with input as rule({"nopasswd": true, "users": ["root"]})
	count(check.deny) == 0 with input as rule({"nopasswd": true, "users": ["%root"]})
	count(check.deny) == 0 with input as rule({"nopasswd": true, "runas_users": ["postgres"]})
}

test_fail_for_everything if {
	{denied.severity | some denied in check.deny} == {"high"} with input as rule({"nopasswd": true})
	count(check.deny) == 1 with input as rule({"nopasswd": true, "runas_users": []})
	count(check.deny) == 1 with input as rule({"nopasswd": true, "users": ["root", "ubuntu"]})
}

test_fail_when_exceptions_do_not_help if {
	count(check.deny) == 1 with input as rule({"nopasswd": true, "commands": ["ALL", "!/bin/su"]})
	count(check.deny) == 1 with input as rule({"nopasswd": true, "runas_users": ["ALL", "!root"]})
}

test_fail_for_everyone if {
	facts := rule({"nopasswd": true, "users": ["ALL"]})
	{denied.severity | some denied in check.deny} == {"critical"} with input as facts
}

test_fail_also_for_the_account_that_audits if {
	facts := rule({"nopasswd": true, "users": ["audit"], "runas_users": ["root"]})
	count(check.deny) == 1 with input as facts
}
