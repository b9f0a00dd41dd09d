package least_privilege.ebs_image_public_test

import data.least_privilege.ebs_image_public as check

resource(facts) := {
	"id": "arn:aws:ec2:eu-west-1::image/ami-1",
	"type": "ebs.image",
	"name": "ami-1",
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
