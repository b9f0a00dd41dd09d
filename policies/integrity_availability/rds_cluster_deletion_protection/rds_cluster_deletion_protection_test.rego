package integrity_availability.rds_cluster_deletion_protection_test

import data.integrity_availability.rds_cluster_deletion_protection as check

resource(facts) := {
	"id": "arn:aws:rds:eu-west-1:111122223333:cluster:crm",
	"type": "rds.cluster",
	"name": "crm",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

facts(protected) := {"deletion_protection": protected}

test_pass_when_protected if {
	count(check.deny) == 0 with input as resource(facts(true))
}

test_fail_when_not_protected if {
	count(check.deny) == 1 with input as resource(facts(false))
}
