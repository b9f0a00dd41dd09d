package least_privilege.sudo_all_to_person_test

import data.least_privilege.sudo_all_to_person as check

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

test_pass_for_groups_and_root if {
	count(check.deny) == 0 with input as rule({})
	count(check.deny) == 0 with input as rule({"users": ["%sudo", "+admins", "root"]})
}

test_pass_for_limited_commands if {
	count(check.deny) == 0 with input as rule({"users": ["alice"], "commands": ["/usr/sbin/reboot"]})
	count(check.deny) == 0 with input as rule({"users": ["alice"], "runas_users": ["postgres"]})
}

test_fail_for_persons if {
	some denied in check.deny with input as rule({"users": ["root", "bob", "alice", "%sudo"]})
	denied.args.users == "alice, bob"
}
