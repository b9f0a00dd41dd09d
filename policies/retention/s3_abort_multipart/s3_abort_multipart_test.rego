package retention.s3_abort_multipart_test

import data.retention.s3_abort_multipart as check

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

rule := {
	"id": "r",
	"enabled": true,
	"prefix": "",
	"tags": {},
	"min_size": null,
	"max_size": null,
	"expiration_days": null,
	"expiration_date": null,
	"expired_delete_marker": false,
	"noncurrent_days": null,
	"noncurrent_keep": null,
	"abort_multipart_days": null,
	"transitions": [],
}

changed(change) := object.union(object.remove(rule, object.keys(change)), change)

limit := {"multipart_abort_days": 7}

denied(rules) := amount if {
	facts := bucket({"lifecycle": {"rules": rules}})
	amount := count(check.deny) with input as facts with data.parameters as limit
}

test_pass_when_removed_in_time if {
	denied([changed({"abort_multipart_days": 7})]) == 0
}

test_fail_without_a_rule if {
	denied([]) == 1
	denied([changed({"expiration_days": 30})]) == 1
}

test_fail_when_late_or_partial if {
	denied([changed({"abort_multipart_days": 30})]) == 1
	denied([changed({"abort_multipart_days": 7, "enabled": false})]) == 1
	denied([changed({"abort_multipart_days": 7, "prefix": "tmp/"})]) == 1
}
