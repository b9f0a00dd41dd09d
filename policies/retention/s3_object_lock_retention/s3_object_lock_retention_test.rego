package retention.s3_object_lock_retention_test

import data.retention.s3_object_lock_retention as check

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

locked(days) := {"object_lock": {"enabled": true, "mode": "COMPLIANCE", "days": days}}

grace := {"destruction_grace_days": 30}

denied(days) := found if {
	found := check.deny with input as bucket(locked(days), held("sensitive", 365)) with data.parameters as grace
}

test_fail_when_the_lock_is_longer if {
	count(denied(396)) == 1
}

test_pass_when_it_is_not if {
	count(denied(395)) == 0
	count(denied(null)) == 0
}

test_not_applicable_without_lock_or_dataset if {
	check.not_applicable with input as bucket(locked(9999), null)
	none := {"object_lock": {"enabled": false, "mode": null, "days": null}}
	check.not_applicable with input as bucket(none, held("sensitive", 365))
	not check.not_applicable with input as bucket(locked(30), held("sensitive", 365))
}
