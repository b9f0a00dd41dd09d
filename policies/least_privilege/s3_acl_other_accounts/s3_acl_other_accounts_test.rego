package least_privilege.s3_acl_other_accounts_test

import data.least_privilege.s3_acl_other_accounts as check

bucket(ownership, kind, grantee, owner) := {
	"id": "arn:aws:s3:::b",
	"type": "s3.bucket",
	"name": "b",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {
		"ownership": ownership,
		"acl": {"grants": [{
			"grantee_type": kind,
			"grantee": grantee,
			"permission": "FULL_CONTROL",
			"owner": owner,
		}]},
	},
}

parameters := {"trusted_canonical_ids": ["ours"]}

test_pass_for_the_owner if {
	facts := bucket("ObjectWriter", "CanonicalUser", "abc", true)
	count(check.deny) == 0 with input as facts with data.parameters as parameters
}

test_pass_for_trusted_ids_and_groups if {
	trusted := bucket("ObjectWriter", "CanonicalUser", "ours", false)
	count(check.deny) == 0 with input as trusted with data.parameters as parameters
	log_delivery := "http://acs.amazonaws.com/groups/s3/LogDelivery"
	group := bucket("ObjectWriter", "Group", log_delivery, false)
	count(check.deny) == 0 with input as group with data.parameters as parameters
}

test_pass_when_acls_are_off if {
	facts := bucket("BucketOwnerEnforced", "CanonicalUser", "abc", false)
	count(check.deny) == 0 with input as facts with data.parameters as parameters
}

test_fail_for_strangers if {
	by_id := bucket("BucketOwnerPreferred", "CanonicalUser", "abc", false)
	some denied in check.deny with input as by_id with data.parameters as parameters
	denied.path == "abc/FULL_CONTROL"
	by_address := bucket("ObjectWriter", "AmazonCustomerByEmail", "x@example.com", false)
	count(check.deny) == 1 with input as by_address with data.parameters as parameters
}
