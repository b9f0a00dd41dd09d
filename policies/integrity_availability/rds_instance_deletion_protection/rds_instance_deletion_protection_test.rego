package integrity_availability.rds_instance_deletion_protection_test

import data.integrity_availability.rds_instance_deletion_protection as check

resource(facts) := {
	"id": "arn:aws:rds:eu-west-1:111122223333:db:crm",
	"type": "rds.instance",
	"name": "crm",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

facts(protected) := {"cluster": null, "replica_of": null, "deletion_protection": protected}

test_pass_when_protected if {
	count(check.deny) == 0 with input as resource(facts(true))
}

test_fail_when_not_protected if {
	count(check.deny) == 1 with input as resource(facts(false))
}

test_not_applicable_to_a_member_of_a_cluster if {
	check.not_applicable with input as resource(object.union(facts(false), {"cluster": "shop"}))
	not check.not_applicable with input as resource(facts(false))
}

test_not_applicable_to_a_replica if {
	check.not_applicable with input as resource(object.union(facts(false), {"replica_of": "crm"}))
}
