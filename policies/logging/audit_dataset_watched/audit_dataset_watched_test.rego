package logging.audit_dataset_watched_test

import data.logging.audit_dataset_watched as check

path(exists, symlink) := {
	"id": "host:1/path/srv/customers",
	"type": "server.path",
	"name": "/srv/customers",
	"target": "db1",
	"labels": {},
	"dataset": {"id": "customers", "classification": "sensitive", "retention_days": 365},
	"facts": {"exists": exists, "stat": {"symlink": symlink}},
}

rule(changes) := object.union(
	{
		"list": "exit",
		"action": "always",
		"path": "/srv/customers",
		"permissions": "arw",
		"arch": null,
		"syscalls": [],
		"filters": ["auid!=-1", "auid>=1000"],
		"keys": ["datasets"],
	},
	changes,
)

loaded(rules) := {"server.audit": {"by": {"target": {"db1": [{"parsed": rules}]}}}}

denied(rules) := found if {
	found := check.deny with input as path(true, false) with data.inventory as loaded(rules)
}

test_pass_when_watched if {
	count(denied([rule({})])) == 0
	count(denied([rule({"path": "/srv"})])) == 0
	count(denied([rule({"permissions": "rx"}), rule({"permissions": "aw"})])) == 0
}

test_fail_without_a_rule if {
	{found.msg | some found in denied([])} == {concat("", [
		"no audit rule records accesses to /srv/customers: ",
		"changes of rights, reading, writing",
	])}
}

test_fail_when_reading_is_left_out if {
	every rules in [[rule({"permissions": "aw"})], [rule({"permissions": "aw"}), rule({"path": "/srv/c"})]] {
		{found.args.what | some found in denied(rules)} == {"读取"}
	}
}

test_fail_when_people_are_left_out if {
	count(denied([rule({"filters": ["auid=1001"]})])) == 1
	count(denied([rule({"filters": ["success=1"]})])) == 1
	count(denied([rule({"arch": "b64"})])) == 1
}

test_fail_when_a_part_is_never_recorded if {
	never := rule({"action": "never", "path": "/srv/customers/export", "permissions": null, "filters": []})
	{found.path | some found in denied([never, rule({})])} == {"/srv/customers/export"}
}

test_fail_when_rules_are_switched_off if {
	off := rule({"list": "task", "action": "never", "path": null, "permissions": null, "filters": []})
	{found.path | some found in denied([off, rule({})])} == {"task"}
}

test_fail_when_only_another_machine_watches if {
	elsewhere := {"server.audit": {"by": {"target": {"db2": [{"parsed": [rule({})]}]}}}}
	count(check.deny) == 1 with input as path(true, false) with data.inventory as elsewhere
}

test_unknown_when_it_is_a_link if {
	count(check.unknown) == 1 with input as path(true, true) with data.inventory as loaded([])
	count(check.deny) == 0 with input as path(true, true) with data.inventory as loaded([])
	count(check.unknown) == 0 with input as path(true, true) with data.inventory as loaded([rule({})])
}

test_not_applicable_without_the_path if {
	check.not_applicable with input as path(false, false)
	not check.not_applicable with input as path(true, false)
}
