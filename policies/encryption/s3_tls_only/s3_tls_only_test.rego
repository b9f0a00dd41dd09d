package encryption.s3_tls_only_test

import data.encryption.s3_tls_only as check

bucket(policy) := {
	"id": "arn:aws:s3:::b",
	"type": "s3.bucket",
	"name": "b",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {"policy": policy},
}

guard := {
	"sid": "DenyPlaintext",
	"effect": "Deny",
	"principals": {"*": ["*"]},
	"not_principals": {},
	"actions": ["s3:*"],
	"not_actions": [],
	"resources": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"],
	"not_resources": [],
	"conditions": {"Bool": {"aws:securetransport": ["false"]}},
}

with_guard(change) := bucket({"statements": [statement]}) if {
	statement := object.union(object.remove(guard, object.keys(change)), change)
}

test_pass_when_everything_is_denied if {
	count(check.deny) == 0 with input as with_guard({})
	count(check.deny) == 0 with input as with_guard({"resources": ["*"]})
	count(check.deny) == 0 with input as with_guard({"principals": {"AWS": ["*"]}})
}

test_pass_when_two_statements_share_the_work if {
	on_bucket := object.union(guard, {"resources": ["arn:aws:s3:::b"]})
	on_objects := object.union(guard, {"resources": ["arn:aws:s3:::b/*"]})
	count(check.deny) == 0 with input as bucket({"statements": [on_bucket, on_objects]})
}

test_fail_without_a_policy if {
	some denied in check.deny with input as bucket(null)
	denied.args.gap == "no bucket policy"
}

test_fail_with_an_empty_policy if {
	count(check.deny) == 1 with input as bucket({"statements": []})
}

test_fail_when_only_objects_are_covered if {
	some denied in check.deny with input as with_guard({"resources": ["arn:aws:s3:::b/*"]})
	denied.args.gap == "the bucket itself"
}

test_fail_when_only_the_bucket_is_covered if {
	some denied in check.deny with input as with_guard({"resources": ["arn:aws:s3:::b"]})
	denied.args.gap == "all objects"
}

test_fail_when_only_a_prefix_is_covered if {
	resources := ["arn:aws:s3:::b", "arn:aws:s3:::b/private/*"]
	count(check.deny) == 1 with input as with_guard({"resources": resources})
}

test_fail_when_only_one_action_is_denied if {
	count(check.deny) == 1 with input as with_guard({"actions": ["s3:GetObject"]})
	count(check.deny) == 1 with input as with_guard({"actions": ["s3:Get*", "s3:Put*", "s3:List*"]})
}

test_fail_when_a_second_condition_weakens_it if {
	conditions := {
		"Bool": {"aws:securetransport": ["false"]},
		"StringNotEquals": {"aws:sourcevpc": ["vpc-0abc"]},
	}
	count(check.deny) == 1 with input as with_guard({"conditions": conditions})
}

test_fail_when_only_some_callers_are_denied if {
	count(check.deny) == 1 with input as with_guard({"principals": {"AWS": ["111122223333"]}})
}

test_fail_with_an_allow_on_condition_of_tls if {
	conditions := {"Bool": {"aws:securetransport": ["true"]}}
	count(check.deny) == 1 with input as with_guard({"effect": "Allow", "conditions": conditions})
}

test_fail_when_the_policy_names_another_bucket if {
	resources := ["arn:aws:s3:::other", "arn:aws:s3:::other/*"]
	count(check.deny) == 1 with input as with_guard({"resources": resources})
}

test_fail_when_not_action_leaves_some_out if {
	count(check.deny) == 1 with input as with_guard({"actions": [], "not_actions": ["s3:GetObject"]})
	count(check.deny) == 1 with input as with_guard({"actions": [], "not_actions": ["S3:Get*"]})
}

test_pass_when_not_action_leaves_out_other_services if {
	count(check.deny) == 0 with input as with_guard({"actions": [], "not_actions": ["iam:*"]})
}

test_fail_when_not_resource_leaves_out_the_bucket if {
	own := {"resources": [], "not_resources": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]}
	count(check.deny) == 1 with input as with_guard(own)
	prefix := {"resources": [], "not_resources": ["arn:aws:s3:::b/*"]}
	some denied in check.deny with input as with_guard(prefix)
	denied.args.gap == "all objects"
}

test_fail_when_somebody_is_excepted if {
	except := {"principals": {}, "not_principals": {"AWS": ["arn:aws:iam::111122223333:role/legacy"]}}
	count(check.deny) == 1 with input as with_guard(except)
}
