package logging.audit_privileged_commands_test

import data.logging.audit_privileged_commands as check

machine(facts) := {
	"id": "host:1/audit",
	"type": "server.audit",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

rule(changes) := object.union(
	{
		"list": "exit",
		"action": "always",
		"path": null,
		"permissions": null,
		"arch": null,
		"syscalls": [],
		"filters": ["auid!=-1", "auid>=1000"],
		"keys": [],
	},
	changes,
)

run_as_root(arch) := rule({"arch": arch, "syscalls": ["execve"], "filters": ["auid!=-1", "euid!=uid", "euid=0"]})

called(path) := rule({"path": path, "permissions": "x"})

denied(rules) := found if {
	found := check.deny with input as machine({"parsed": rules})
}

test_pass_when_every_program_is_recorded if {
	count(denied([run_as_root("b32"), run_as_root("b64")])) == 0
	count(denied([rule({"syscalls": ["execve", "execveat"], "filters": []})])) == 0
}

test_pass_when_the_doors_are_watched if {
	count(denied([called("/usr/bin/sudo"), called("/usr/bin/su")])) == 0
	count(denied([called("/usr/bin")])) == 0
}

test_fail_without if {
	count(denied([])) == 1
	count(denied([called("/usr/bin/sudo")])) == 1
	count(denied([rule({"path": "/usr/bin/sudo", "permissions": "aw"}), called("/usr/bin/su")])) == 1
}

test_fail_when_one_word_size_is_left_out if {
	count(denied([run_as_root("b64")])) == 1
}

test_fail_when_somebody_is_left_out if {
	count(denied([rule({"syscalls": ["execve"], "filters": ["auid=1001"]})])) == 1
	count(denied([rule({"syscalls": ["execve"], "filters": ["exe=/usr/bin/id"]})])) == 1
	count(denied([rule({"syscalls": ["execve"], "action": "never", "filters": []})])) == 1
}

test_fail_when_rules_are_switched_off if {
	off := rule({"list": "task", "action": "never", "filters": []})
	count(denied([off, run_as_root("b32"), run_as_root("b64")])) == 1
}

absent := {"installed": false, "running": false, "enabled": false}

present := {"installed": true, "running": true, "enabled": true}

test_not_applicable_without_auditd if {
	check.not_applicable with input as machine({"auditd": absent})
	not check.not_applicable with input as machine({"auditd": present})
}
