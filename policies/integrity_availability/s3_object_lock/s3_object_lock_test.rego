package integrity_availability.s3_object_lock_test

import data.integrity_availability.s3_object_lock as check

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

facts(lock, mfa) := {
	"object_lock": {"enabled": lock, "mode": null, "days": null},
	"versioning": {"status": "Enabled", "mfa_delete": mfa},
}

test_fail_without_either if {
	count(check.deny) == 1 with input as bucket(facts(false, false), held("highly_sensitive", 365))
}

test_pass_with_one_of_them if {
	count(check.deny) == 0 with input as bucket(facts(true, false), held("highly_sensitive", 365))
	count(check.deny) == 0 with input as bucket(facts(false, true), held("highly_sensitive", 365))
}

test_not_applicable_to_other_data if {
	check.not_applicable with input as bucket(facts(false, false), held("sensitive", 365))
	check.not_applicable with input as bucket(facts(false, false), null)
	not check.not_applicable with input as bucket(facts(false, false), held("highly_sensitive", 365))
}
