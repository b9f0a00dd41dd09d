package least_privilege.s3_account_public_access_block_test

import data.least_privilege.s3_account_public_access_block as check

account(enabled) := {
	"id": "aws:111122223333/s3",
	"type": "s3.account",
	"name": "111122223333",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {"public_access_block": {setting: on |
		some setting in settings
		on := setting in enabled
	}},
}

settings := {"block_public_acls", "ignore_public_acls", "block_public_policy", "restrict_public_buckets"}

test_pass_when_complete if {
	count(check.deny) == 0 with input as account(settings)
}

test_fail_when_missing if {
	count(check.deny) == 1 with input as account(set())
}

test_fail_names_the_missing_setting if {
	some denied in check.deny with input as account(settings - {"restrict_public_buckets"})
	denied.args.missing == "restrict_public_buckets"
}
