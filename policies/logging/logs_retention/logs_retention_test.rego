package logging.logs_retention_test

import data.logging.logs_retention as check

group(name, days) := {
	"id": sprintf("arn:aws:logs:eu-west-1:111122223333:log-group:%s", [name]),
	"type": "logs.group",
	"name": name,
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {"retention_days": days},
}

inventory := {"cloudtrail.trail": {"by": {"target": {"prod": [
	{"config": {"log_group": "arn:aws:logs:eu-west-1:111122223333:log-group:trail"}},
	{"config": {"log_group": null}},
]}}}}

parameters := {"log_retention_days": 180, "audit_log_groups": ["/aws/rds/*", "*flow-logs*"]}

denied(name, days) := amount if {
	amount := count(check.deny) with input as group(name, days)
		with data.inventory as inventory
		with data.parameters as parameters
}

skipped(name) if {
	check.not_applicable with input as group(name, 1)
		with data.inventory as inventory
		with data.parameters as parameters
}

test_pass_when_kept if {
	denied("trail", null) == 0
	denied("trail", 180) == 0
	denied("/aws/rds/instance/crm/postgresql", 365) == 0
}

test_fail_when_not_kept if {
	denied("trail", 90) == 1
	denied("/aws/rds/instance/crm/postgresql", 7) == 1
}

test_not_applicable_to_other_groups if {
	skipped("/aws/lambda/thumbnails")
	skipped("trailer")
	not skipped("trail")
	not skipped("VPC-Flow-Logs-prod")
}
