package data_classification.s3_classification_tag_test

import data.data_classification.s3_classification_tag as check

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

key := {"classification_tag": "classification"}

tagged(tags) := object.union(bucket({"tags": tags}), {"dataset": dataset("highly_sensitive")})

test_pass_when_it_agrees if {
	every value in ["highly_sensitive", "Highly-Sensitive", "highly sensitive"] {
		count(check.deny) == 0 with input as tagged({"classification": value}) with data.parameters as key
	}
}

test_fail_when_missing_or_wrong if {
	count(check.deny) == 1 with input as tagged({}) with data.parameters as key
	count(check.deny) == 1 with input as tagged({"classification": "general"}) with data.parameters as key
	count(check.deny) == 1 with input as tagged({"Classification": "general"}) with data.parameters as key
}

test_not_applicable_without_a_dataset if {
	check.not_applicable with input as object.union(bucket({"tags": {}}), {"dataset": null})
}
