package least_privilege.s3_public_access_block_test

import data.least_privilege.s3_public_access_block as check

settings := {"block_public_acls", "ignore_public_acls", "block_public_policy", "restrict_public_buckets"}

block(enabled) := {setting: on |
	some setting in settings
	on := setting in enabled
}

bucket(of_bucket, of_account) := {
	"id": "arn:aws:s3:::b",
	"type": "s3.bucket",
	"name": "b",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {
		"public_access_block": block(of_bucket),
		"account_public_access_block": block(of_account),
	},
}

test_pass_when_complete if {
	count(check.deny) == 0 with input as bucket(settings, set())
	count(check.deny) == 0 with input as bucket(set(), settings)
}

test_pass_when_both_levels_add_up if {
	of_bucket := {"block_public_acls", "ignore_public_acls"}
	count(check.deny) == 0 with input as bucket(of_bucket, settings - of_bucket)
}

test_fail_when_missing if {
	count(check.deny) == 1 with input as bucket(set(), set())
}

test_fail_names_the_missing_settings if {
	of_bucket := settings - {"restrict_public_buckets", "ignore_public_acls"}
	some denied in check.deny with input as bucket(of_bucket, {"block_public_policy"})
	denied.args.missing == "ignore_public_acls, restrict_public_buckets"
}
