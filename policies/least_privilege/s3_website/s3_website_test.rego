package least_privilege.s3_website_test

import data.least_privilege.s3_website as check

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

test_fail_for_a_website if {
	count(check.deny) == 1 with input as bucket({"website": "hosting"}, held("sensitive", 365))
	count(check.deny) == 1 with input as bucket({"website": "hosting"}, null)
}

test_pass_without_one if {
	every website in ["off", "redirect"] {
		count(check.deny) == 0 with input as bucket({"website": website}, held("sensitive", 365))
	}
}

test_not_applicable_to_general_data if {
	check.not_applicable with input as bucket({"website": "hosting"}, held("general", 365))
	not check.not_applicable with input as bucket({"website": "hosting"}, null)
}
