package least_privilege.cloudtrail_bucket_closed_test

import data.least_privilege.cloudtrail_bucket_closed as check

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

block(on) := {
	"block_public_acls": on,
	"ignore_public_acls": on,
	"block_public_policy": on,
	"restrict_public_buckets": on,
}

closed := {
	"id": "arn:aws:s3:::trail-files",
	"name": "trail-files",
	"acl": {"grants": []},
	"ownership": "BucketOwnerEnforced",
	"policy_public": false,
	"public_access_block": block(true),
	"account_public_access_block": block(false),
}

everyone := {
	"grantee_type": "Group",
	"grantee": "http://acs.amazonaws.com/groups/global/AllUsers",
	"permission": "READ",
	"owner": false,
}

inventory(change) := {"s3.bucket": {"by": {"target": {"prod": [
	object.union(closed, change),
	object.union(closed, {"name": "other", "public_access_block": block(false), "policy_public": true}),
]}}}}

severities(change) := {object.get(found, "severity", "medium") | some found in all} if {
	all := check.deny with input as trail({}, {}) with data.inventory as inventory(change)
}

test_pass_when_closed_by_bucket_or_account if {
	severities({}) == set()
	severities({"public_access_block": block(false), "account_public_access_block": block(true)}) == set()
}

test_fail_when_a_switch_is_off if {
	severities({"public_access_block": {"block_public_policy": false}}) == {"medium"}
	severities({"public_access_block": block(false)}) == {"medium"}
}

test_fail_when_open if {
	severities({"policy_public": true, "public_access_block": {"restrict_public_buckets": false}}) == {"critical"}
	severities({
		"acl": {"grants": [everyone]},
		"ownership": "ObjectWriter",
		"public_access_block": block(false),
	}) == {"critical"}
}

test_fail_a_neutralised_grant_opens_nothing if {
	severities({"acl": {"grants": [everyone]}, "public_access_block": block(false)}) == {"medium"}
}

test_unknown_for_a_bucket_that_is_not_audited if {
	unknown(trail({"bucket": "archive"}, {}), inventory({})) == 1
	unknown(trail({}, {}), {"s3.bucket": {"by": {"target": {}}}}) == 1
	unknown(trail({}, {}), inventory({})) == 0
}

unknown(given, rows) := amount if {
	amount := count(check.unknown) with input as given with data.inventory as rows
}

test_not_applicable_to_the_trail_of_another_account if {
	check.not_applicable with input as trail({"managed_elsewhere": true}, {}) with data.inventory as inventory({})
}
