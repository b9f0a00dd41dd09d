package encryption.rds_cluster_encrypted_test

import data.encryption.rds_cluster_encrypted as check

resource(facts) := {
	"id": "arn:aws:rds:eu-west-1:111122223333:cluster:crm",
	"type": "rds.cluster",
	"name": "crm",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

facts(encrypted) := {"storage": {"encrypted": encrypted, "kms_key_id": null}}

test_pass_when_encrypted if {
	count(check.deny) == 0 with input as resource(facts(true))
}

test_fail_when_plain if {
	count(check.deny) == 1 with input as resource(facts(false))
}
