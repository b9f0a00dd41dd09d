package encryption.logs_trail_kms_test

import data.encryption.logs_trail_kms as check

group(name, key) := {
	"id": sprintf("arn:aws:logs:eu-west-1:111122223333:log-group:%s", [name]),
	"type": "logs.group",
	"name": name,
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {"kms_key_id": key},
}

inventory := {"cloudtrail.trail": {"by": {"target": {"prod": [
	{"config": {"log_group": "arn:aws:logs:eu-west-1:111122223333:log-group:trail"}},
	{"config": {"log_group": null}},
]}}}}

test_pass_with_a_key if {
	key := "arn:aws:kms:eu-west-1:111122223333:key/k1"
	count(check.deny) == 0 with input as group("trail", key) with data.inventory as inventory
}

test_fail_without_a_key if {
	count(check.deny) == 1 with input as group("trail", null) with data.inventory as inventory
}

test_not_applicable_to_other_groups if {
	check.not_applicable with input as group("other", null) with data.inventory as inventory
	check.not_applicable with input as group("trail", null)
		with data.inventory as {"cloudtrail.trail": {"by": {"target": {}}}}
	not check.not_applicable with input as group("trail", null) with data.inventory as inventory
}
