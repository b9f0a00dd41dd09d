package backup.rds_instance_backup_days_test

import data.backup.rds_instance_backup_days as check

resource(facts) := {
	"id": "arn:aws:rds:eu-west-1:111122223333:db:crm",
	"type": "rds.instance",
	"name": "crm",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

facts(days) := {"cluster": null, "replica_of": null, "backup_days": days}

denied(days) := amount if {
	amount := count(check.deny) with input as resource(facts(days))
		with data.parameters as {"database_backup_min_days": 7}
}

test_pass_from_the_wanted_days_on if {
	denied(7) == 0
	denied(35) == 0
}

test_fail_below_the_wanted_days if {
	denied(6) == 1
	denied(0) == 1
}

test_not_applicable_to_a_member_of_a_cluster if {
	check.not_applicable with input as resource(object.union(facts(0), {"cluster": "shop"}))
	not check.not_applicable with input as resource(facts(0))
}

test_not_applicable_to_a_replica if {
	check.not_applicable with input as resource(object.union(facts(0), {"replica_of": "crm"}))
}
