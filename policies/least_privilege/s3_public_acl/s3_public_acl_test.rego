package least_privilege.s3_public_acl_test

import data.least_privilege.s3_public_acl as check

all_users := "http://acs.amazonaws.com/groups/global/AllUsers"

authenticated_users := "http://acs.amazonaws.com/groups/global/AuthenticatedUsers"

log_delivery := "http://acs.amazonaws.com/groups/s3/LogDelivery"

block(ignored) := {
	"block_public_acls": false,
	"ignore_public_acls": ignored,
	"block_public_policy": false,
	"restrict_public_buckets": false,
}

bucket(grantees, ownership, of_bucket, of_account) := {
	"id": "arn:aws:s3:::b",
	"type": "s3.bucket",
	"name": "b",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {
		"acl": {"grants": [grant |
			some grantee in grantees
			grant := {"grantee_type": "Group", "grantee": grantee, "permission": "READ", "owner": false}
		]},
		"ownership": ownership,
		"public_access_block": block(of_bucket),
		"account_public_access_block": block(of_account),
	},
}

test_pass_without_public_grants if {
	count(check.deny) == 0 with input as bucket([], "ObjectWriter", false, false)
	count(check.deny) == 0 with input as bucket([log_delivery], "ObjectWriter", false, false)
}

test_pass_when_acls_are_off if {
	count(check.deny) == 0 with input as bucket([all_users], "BucketOwnerEnforced", false, false)
}

test_pass_when_public_acls_are_ignored if {
	count(check.deny) == 0 with input as bucket([all_users], "ObjectWriter", true, false)
	count(check.deny) == 0 with input as bucket([all_users], "ObjectWriter", false, true)
}

test_fail_with_public_grants if {
	facts := bucket([all_users, authenticated_users], "BucketOwnerPreferred", false, false)
	paths := {denied.path | some denied in check.deny} with input as facts
	paths == {"AllUsers/READ", "AuthenticatedUsers/READ"}
}

test_fail_when_new_public_acls_are_blocked_but_old_ones_stay if {
	facts := bucket([all_users], "ObjectWriter", false, false)
	blocked := object.union(facts, {"facts": {"public_access_block": {"block_public_acls": true}}})
	count(check.deny) == 1 with input as blocked
}
