package data_classification.s3_prefixes_in_dataset_test

import data.data_classification.s3_prefixes_in_dataset as check

bucket(facts, dataset) := {
	"id": "arn:aws:s3:::b",
	"type": "s3.bucket",
	"name": "b",
	"target": "prod",
	"labels": {},
	"dataset": dataset,
	"facts": facts,
}

held(classification, days) := {
	"ids": ["crm"],
	"classification": classification,
	"retention_days": days,
	"owner": "sales",
	"prefixes": [{"prefix": "", "retention_days": days}],
}

below(prefixes) := object.union(object.remove(held("sensitive", 365), ["prefixes"]), {"prefixes": [part |
	some prefix in prefixes
	part := {"prefix": prefix, "retention_days": 365}
]})

test_fail_when_only_prefixes_are_assigned if {
	some denied in check.deny with input as bucket({}, below(["crm/", "sales/"]))
	denied.args.prefixes == "crm/, sales/"
}

test_pass_when_the_rest_is_assigned_too if {
	count(check.deny) == 0 with input as bucket({}, below(["", "crm/"]))
	count(check.deny) == 0 with input as bucket({}, below([""]))
}

test_not_applicable_without_a_dataset if {
	check.not_applicable with input as bucket({}, null)
	not check.not_applicable with input as bucket({}, below([""]))
}
