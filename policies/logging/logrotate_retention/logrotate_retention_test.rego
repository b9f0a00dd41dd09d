package logging.logrotate_retention_test

import data.logging.logrotate_retention as check

machine(facts) := {
	"id": "host:1/log_policy",
	"type": "server.log_policy",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

wanted := {"log_retention_days": 180}

rotation(frequency, rotate, overrides) := machine({"logrotate": {
	"installed": true,
	"frequency": frequency,
	"rotate": rotate,
	"maxage_days": null,
	"overrides": overrides,
}})

block(log, change) := object.union(
	{
		"file": "/etc/logrotate.d/x",
		"line": 1,
		"logs": [log],
		"frequency": null,
		"rotate": null,
		"maxage_days": null,
	},
	change,
)

denied(facts) := logs if {
	logs := {found.args.logs | some found in check.deny} with input as facts with data.parameters as wanted
}

undecided(facts) := amount if {
	amount := count(check.unknown) with input as facts with data.parameters as wanted
}

test_pass_when_blocks_inherit_enough if {
	facts := rotation("weekly", 26, [block("/var/log/syslog", {})])
	denied(facts) == set()
	undecided(facts) == 0
}

test_pass_when_blocks_set_enough_themselves if {
	blocks := [block("/var/log/a", {"frequency": "daily", "rotate": 180}), block("/var/log/b", {"rotate": 52})]
	denied(rotation("weekly", 4, blocks)) == set()
}

test_fail_names_the_short_ones if {
	blocks := [block("/var/log/b", {}), block("/var/log/a", {"rotate": 1}), block("/var/log/c", {"rotate": 52})]
	denied(rotation("weekly", 4, blocks)) == {"/var/log/a, /var/log/b"}
}

test_fail_when_maxage_cuts_it_short if {
	denied(rotation("weekly", 52, [block("/var/log/a", {"maxage_days": 30})])) == {"/var/log/a"}
}

test_pass_when_rotations_are_never_removed if {
	denied(rotation("weekly", -1, [block("/var/log/a", {})])) == set()
}

test_fail_when_nothing_is_kept if {
	denied(rotation("size_only", 0, [block("/var/log/a", {})])) == {"/var/log/a"}
}

test_unknown_when_only_size_counts if {
	facts := rotation("size_only", 10, [block("/var/log/a", {})])
	denied(facts) == set()
	undecided(facts) == 1
}

test_not_applicable_without_logrotate if {
	check.not_applicable with input as machine({"logrotate": {"installed": false}})
}
