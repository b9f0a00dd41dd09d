package least_privilege.s3_public_policy_test

import data.least_privilege.s3_public_policy as check

block(restricts) := {
	"block_public_acls": true,
	"ignore_public_acls": true,
	"block_public_policy": true,
	"restrict_public_buckets": restricts,
}

bucket(statements, public) := {
	"id": "arn:aws:s3:::b",
	"type": "s3.bucket",
	"name": "b",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {
		"policy": {"statements": statements},
		"policy_public": public,
		"public_access_block": block(false),
		"account_public_access_block": block(false),
	},
}

open := {
	"sid": "Open",
	"effect": "Allow",
	"principals": {"*": ["*"]},
	"not_principals": {},
	"actions": ["s3:GetObject"],
	"not_actions": [],
	"resources": ["arn:aws:s3:::b/*"],
	"not_resources": [],
	"conditions": {},
}

limited(conditions) := object.union(open, {"conditions": conditions})

guard(conditions) := {
	"sid": "Guard",
	"effect": "Deny",
	"principals": {"*": ["*"]},
	"not_principals": {},
	"actions": ["s3:*"],
	"not_actions": [],
	"resources": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"],
	"not_resources": [],
	"conditions": conditions,
}

test_pass_without_a_policy if {
	facts := object.union(bucket([], false), {"facts": {"policy": null}})
	count(check.deny) == 0 with input as facts
}

test_pass_when_a_condition_limits if {
	every conditions in [
		{"StringEquals": {"aws:sourcevpce": ["vpce-1"]}},
		{"IpAddress": {"aws:sourceip": ["203.0.113.0/24"]}},
	] {
		count(check.deny) == 0 with input as bucket([limited(conditions)], false)
	}
}

test_pass_when_strangers_are_denied if {
	deny_strangers := guard({"StringNotEquals": {"aws:sourcevpce": ["vpce-1"]}})
	count(check.deny) == 0 with input as bucket([open, deny_strangers], false)
}

test_pass_when_public_policies_are_restricted if {
	facts := bucket([open], true)
	count(check.deny) == 0 with input as object.union(facts, {"facts": {"public_access_block": block(true)}})
	by_account := object.union(facts, {"facts": {"account_public_access_block": block(true)}})
	count(check.deny) == 0 with input as by_account
}

test_fail_once_however_it_is_seen if {
	count(check.deny) == 1 with input as bucket([open], true)
	count(check.deny) == 1 with input as bucket([open], false)
	count(check.deny) == 1 with input as bucket([], true)
}

test_fail_when_the_condition_does_not_limit if {
	every conditions in [
		{"IpAddress": {"aws:sourceip": ["0.0.0.0/0"]}},
		{"StringLike": {"aws:sourcevpce": ["*"]}},
		{"StringEqualsIfExists": {"aws:sourcevpce": ["vpce-1"]}},
	] {
		count(check.deny) == 1 with input as bucket([limited(conditions)], false)
	}
}

test_fail_with_not_principal if {
	everyone_but := object.union(object.remove(open, ["principals"]), {
		"principals": {},
		"not_principals": {"AWS": ["arn:aws:iam::111122223333:root"]},
	})
	count(check.deny) == 1 with input as bucket([everyone_but], false)
}

test_fail_when_the_deny_leaves_something_out if {
	partial := object.union(
		object.remove(guard({"StringNotEquals": {"aws:sourcevpce": ["vpce-1"]}}), ["resources"]),
		{"resources": ["arn:aws:s3:::b"]},
	)
	count(check.deny) == 1 with input as bucket([open, partial], false)
	tls := guard({"Bool": {"aws:securetransport": ["false"]}})
	count(check.deny) == 1 with input as bucket([open, tls], false)
}

test_pass_when_only_the_organisation_can if {
	conditions := {"StringEquals": {"aws:principalorgid": ["o-abc123"]}}
	count(check.deny) == 0 with input as bucket([limited(conditions)], false)
}

test_fail_when_the_internet_comes_in_two_halves if {
	halves := {"IpAddress": {"aws:sourceip": ["0.0.0.0/1", "128.0.0.0/1"]}}
	count(check.deny) == 1 with input as bucket([limited(halves)], false)
	six := {"IpAddress": {"aws:sourceip": ["203.0.113.0/24", "::/0"]}}
	count(check.deny) == 1 with input as bucket([limited(six)], false)
}

test_fail_with_not_action_and_not_resource if {
	most := object.union(object.remove(open, ["actions", "resources"]), {
		"actions": [],
		"not_actions": ["s3:DeleteBucket"],
		"resources": [],
		"not_resources": ["arn:aws:s3:::b/private/*"],
	})
	count(check.deny) == 1 with input as bucket([most], false)
}

test_fail_when_only_new_public_policies_are_blocked if {
	facts := bucket([open], true)
	only_new := object.union(block(false), {"block_public_policy": true})
	blocked := object.union(facts, {"facts": {"public_access_block": only_new}})
	count(check.deny) == 1 with input as blocked
}
