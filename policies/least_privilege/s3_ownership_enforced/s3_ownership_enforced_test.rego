package least_privilege.s3_ownership_enforced_test

import data.least_privilege.s3_ownership_enforced as check

bucket(ownership) := {
	"id": "arn:aws:s3:::b",
	"type": "s3.bucket",
	"name": "b",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {"ownership": ownership},
}

test_pass_when_enforced if {
	count(check.deny) == 0 with input as bucket("BucketOwnerEnforced")
}

test_fail_otherwise if {
	count(check.deny) == 1 with input as bucket("BucketOwnerPreferred")
	count(check.deny) == 1 with input as bucket("ObjectWriter")
}
