package network.rds_public_test

import data.network.rds_public as check

resource(facts) := {
	"id": "arn:aws:rds:eu-west-1:111122223333:db:crm",
	"type": "rds.instance",
	"name": "crm",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

test_pass_when_private if {
	count(check.deny) == 0 with input as resource({"public": false})
}

test_fail_when_public if {
	count(check.deny) == 1 with input as resource({"public": true})
}
