package logging.cloudtrail_excluded_sources_test

import data.logging.cloudtrail_excluded_sources as check

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

selecting(read, write, status) := object.union(trail({}, status), {"facts": {"selectors": {
	"management_read": {"events": "all", "excluded_sources": read},
	"management_write": {"events": "all", "excluded_sources": write},
}}})

test_pass_when_nothing_is_left_out if {
	count(check.deny) == 0 with input as selecting([], [], {})
}

test_fail_once_per_source if {
	kms := "kms.amazonaws.com"
	count(check.deny) == 1 with input as selecting([kms], [kms], {})
	count(check.deny) == 2 with input as selecting([kms], ["rdsdata.amazonaws.com"], {})
}

test_not_applicable_to_a_stopped_trail if {
	check.not_applicable with input as selecting(["kms.amazonaws.com"], [], {"logging": false})
	not check.not_applicable with input as selecting([], [], {})
}

test_not_applicable_to_the_trail_of_another_account if {
	check.not_applicable with input as trail({"organization": true, "managed_elsewhere": true}, {})
	not check.not_applicable with input as trail({"organization": true}, {})
}
