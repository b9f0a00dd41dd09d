package logging.cloudtrail_delivery_test

import data.logging.cloudtrail_delivery as check

trail(config, status) := {
	"id": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main",
	"type": "cloudtrail.trail",
	"name": "main",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {
		"config": object.union(configured, config),
		"logging": object.union(working, status).logging,
		"status": object.union(working, status),
	},
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

denied(status) := {found.path | some found in all} if {
	all := check.deny with input as trail({}, status)
}

test_pass_without_errors if {
	denied({}) == set()
}

test_fail_for_each_error if {
	denied({"delivery_error": "AccessDenied"}) == {"files"}
	denied({"digest_error": "NoSuchBucket", "log_group_error": "Access denied."}) == {"digests", "log_group"}
}

test_not_applicable_to_a_stopped_trail if {
	check.not_applicable with input as trail({}, {"logging": false, "delivery_error": "AccessDenied"})
}

test_not_applicable_to_the_trail_of_another_account if {
	check.not_applicable with input as trail({"organization": true, "managed_elsewhere": true}, {})
	not check.not_applicable with input as trail({"organization": true}, {})
}
