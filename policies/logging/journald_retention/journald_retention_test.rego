package logging.journald_retention_test

import data.logging.journald_retention as check

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

kept(days) := machine({"journald": {"in_use": true, "max_retention_days": days}})

test_pass_when_long_enough_or_unlimited if {
	count(check.deny) == 0 with input as kept(180) with data.parameters as wanted
	count(check.deny) == 0 with input as kept(null) with data.parameters as wanted
}

test_fail_when_too_short if {
	count(check.deny) == 1 with input as kept(30) with data.parameters as wanted
	count(check.deny) == 1 with input as kept(0.5) with data.parameters as wanted
}

test_not_applicable_without_systemd if {
	check.not_applicable with input as machine({"journald": {"in_use": false}})
}
