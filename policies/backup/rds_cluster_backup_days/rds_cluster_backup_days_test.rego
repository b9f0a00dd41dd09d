package backup.rds_cluster_backup_days_test

import data.backup.rds_cluster_backup_days as check

resource(facts) := {
	"id": "arn:aws:rds:eu-west-1:111122223333:cluster:crm",
	"type": "rds.cluster",
	"name": "crm",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

facts(days) := {"backup_days": days}

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
