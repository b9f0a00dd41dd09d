package encryption.ebs_default_encryption_test

import data.encryption.ebs_default_encryption as check

resource(facts) := {
	"id": "aws:111122223333/eu-west-1/ebs",
	"type": "ebs.region",
	"name": "eu-west-1",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

test_pass_when_on if {
	count(check.deny) == 0 with input as resource({"encryption_by_default": true})
}

test_fail_when_off if {
	count(check.deny) == 1 with input as resource({"encryption_by_default": false})
}
