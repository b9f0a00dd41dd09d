package logging.cloudtrail_log_group_test

import data.logging.cloudtrail_log_group as check

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

test_pass_with_a_log_group if {
	count(check.deny) == 0 with input as trail({}, {})
}

test_fail_without_a_log_group if {
	count(check.deny) == 1 with input as trail({"log_group": null}, {})
}

test_not_applicable_to_the_trail_of_another_account if {
	check.not_applicable with input as trail({"organization": true, "managed_elsewhere": true}, {})
	not check.not_applicable with input as trail({"organization": true}, {})
}
