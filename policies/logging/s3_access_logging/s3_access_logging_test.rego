package logging.s3_access_logging_test

import data.logging.s3_access_logging as check

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

logged(enabled, target) := bucket({"logging": {
	"enabled": enabled,
	"target_bucket": target,
	"target_prefix": "",
}})

test_pass_when_logged_elsewhere if {
	count(check.deny) == 0 with input as logged(true, "logs")
}

test_fail_when_not_logged if {
	count(check.deny) == 1 with input as logged(false, null)
}

test_fail_when_logged_into_itself if {
	count(check.deny) == 1 with input as logged(true, "b")
}

test_not_applicable_to_the_bucket_of_the_logs if {
	check.not_applicable with input as logged(false, null) with data.parameters as {"s3_log_buckets": ["b"]}
	not check.not_applicable with input as logged(false, null) with data.parameters as {"s3_log_buckets": ["c"]}
}

test_fail_when_the_bucket_of_the_logs_logs_into_itself if {
	not check.not_applicable with input as logged(true, "b") with data.parameters as {"s3_log_buckets": ["b"]}
}
