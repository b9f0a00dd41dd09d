package encryption.rds_instance_encrypted_test

import data.encryption.rds_instance_encrypted as check

resource(facts) := {
	"id": "arn:aws:rds:eu-west-1:111122223333:db:crm",
	"type": "rds.instance",
	"name": "crm",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

facts(encrypted) := {"cluster": null, "storage": {"encrypted": encrypted, "kms_key_id": null}}

test_pass_when_encrypted if {
	count(check.deny) == 0 with input as resource(facts(true))
}

test_fail_when_plain if {
	count(check.deny) == 1 with input as resource(facts(false))
}

test_not_applicable_to_a_member_of_a_cluster if {
	check.not_applicable with input as resource(object.union(facts(false), {"cluster": "shop"}))
	not check.not_applicable with input as resource(facts(false))
}
