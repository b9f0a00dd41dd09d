package logging.cloudtrail_bucket_retention_test

import data.logging.cloudtrail_bucket_retention as check

trail(config, status) := {
	"id": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main",
	"type": "cloudtrail.trail",
	"name": "main",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {"config": object.union(configured, config), "status": object.union(working, status)},
}

configured := {
	"multi_region": true,
	"global_events": true,
	"validation": true,
	"kms_key_id": "arn:aws:kms:eu-west-1:111122223333:key/k1",
	"bucket": "trail-files",
	"prefix": "",
	"log_group": "arn:aws:logs:eu-west-1:111122223333:log-group:trail",
	"organization": false,
	"managed_elsewhere": false,
}

working := {
	"logging": true,
	"delivered": "2026-11-22T11:50:00Z",
	"delivery_error": null,
	"digest_error": null,
	"log_group_error": null,
}

rule := {
	"id": "r", "enabled": true, "prefix": "", "tags": {}, "min_size": null, "max_size": null,
	"expiration_days": null, "expiration_date": null, "expired_delete_marker": false, "noncurrent_days": null,
	"noncurrent_keep": null, "abort_multipart_days": null, "transitions": [],
}

changed(change) := object.union(object.remove(rule, object.keys(change)), change)

inventory(rules, status) := {"s3.bucket": {"by": {"target": {"prod": [{
	"id": "arn:aws:s3:::trail-files",
	"name": "trail-files",
	"lifecycle": {"rules": rules},
	"versioning": {"status": status, "mfa_delete": false},
}]}}}}

denied(prefix, rules, status) := amount if {
	amount := count(check.deny) with input as trail({"prefix": prefix}, {})
		with data.inventory as inventory(rules, status)
		with data.parameters as {"log_retention_days": 180}
}

test_pass_when_kept if {
	denied("", [], "Disabled") == 0
	denied("", [changed({"expiration_days": 180})], "Disabled") == 0
	denied("", [changed({"expiration_days": 30, "enabled": false})], "Disabled") == 0
}

test_pass_when_other_files_end if {
	denied("", [changed({"expiration_days": 30, "prefix": "tmp/"})], "Disabled") == 0
	denied("audit", [changed({"expiration_days": 30, "prefix": "AWSLogs/"})], "Disabled") == 0
}

test_pass_when_versions_are_kept if {
	denied("", [changed({"expiration_days": 30})], "Enabled") == 0
	denied("", [changed({"expiration_days": 30, "noncurrent_days": 150})], "Enabled") == 0
}

test_fail_when_files_end_early if {
	denied("", [changed({"expiration_days": 179})], "Disabled") == 1
	denied("", [changed({"expiration_days": 90, "prefix": "AWSLogs/111122223333/CloudTrail/"})], "Disabled") == 1
	denied("audit", [changed({"expiration_days": 90, "prefix": "audit/"})], "Suspended") == 1
	denied("", [changed({"expiration_days": 90, "noncurrent_days": 30})], "Enabled") == 1
}

test_unknown_for_the_bucket_of_another_account if {
	count(check.unknown) == 1 with input as trail({"bucket": "archive"}, {})
		with data.inventory as inventory([], "Disabled")
	count(check.unknown) == 1 with input as trail({}, {}) with data.inventory as {"s3.bucket": {"by": {"target": {}}}}
	count(check.unknown) == 0 with input as trail({}, {}) with data.inventory as inventory([], "Disabled")
}

test_not_applicable_to_the_trail_of_another_account if {
	check.not_applicable with input as trail({"organization": true, "managed_elsewhere": true}, {})
	not check.not_applicable with input as trail({"organization": true}, {})
}
