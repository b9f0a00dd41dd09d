package data_classification.s3_in_dataset_test

import data.data_classification.s3_in_dataset as check

bucket(facts) := {
	"id": "arn:aws:s3:::b",
	"type": "s3.bucket",
	"name": "b",
	"target": "prod",
	"labels": {},
	"dataset": dataset("general"),
	"facts": facts,
}

dataset(classification) := {
	"ids": ["crm"],
	"classification": classification,
	"retention_days": 365,
	"owner": "sales",
}

test_pass_in_a_dataset if {
	count(check.deny) == 0 with input as bucket({})
}

test_fail_in_none if {
	count(check.deny) == 1 with input as object.union(bucket({}), {"dataset": null})
}
