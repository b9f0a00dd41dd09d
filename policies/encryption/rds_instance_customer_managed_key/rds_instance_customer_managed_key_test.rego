package encryption.rds_instance_customer_managed_key_test

import data.encryption.rds_instance_customer_managed_key as check

resource(facts) := {
	"id": "arn:aws:rds:eu-west-1:111122223333:db:crm",
	"type": "rds.instance",
	"name": "crm",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

facts(encrypted, key) := {"cluster": null, "storage": {"encrypted": encrypted, "kms_key_id": key}}

rows := [
	{"id": "own", "name": "own", "target": "prod", "key": {"manager": "CUSTOMER"}},
	{"id": "service", "name": "service", "target": "prod", "key": {"manager": "AWS"}},
]

keys := {"kms.key": {"by": {"target": {"prod": rows}}, "all": rows}}

denied(key) := amount if {
	amount := count(check.deny) with input as resource(facts(true, key)) with data.inventory as keys
}

test_pass_with_a_customer_managed_key if {
	denied("own") == 0
	denied("arn:aws:kms:eu-west-1:444455556666:key/elsewhere") == 0
}

test_fail_with_a_key_of_aws if {
	denied("service") == 1
	denied(null) == 1
}

test_not_applicable_without_encryption if {
	check.not_applicable with input as resource(facts(false, null)) with data.inventory as keys
	not check.not_applicable with input as resource(facts(true, "own")) with data.inventory as keys
}

test_not_applicable_to_a_member_of_a_cluster if {
	check.not_applicable with input as resource(object.union(facts(true, "own"), {"cluster": "shop"}))
	not check.not_applicable with input as resource(facts(true, "own"))
}
