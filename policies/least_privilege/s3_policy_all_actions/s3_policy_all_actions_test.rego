package least_privilege.s3_policy_all_actions_test

import data.least_privilege.s3_policy_all_actions as check

bucket(change) := {
	"id": "arn:aws:s3:::b",
	"type": "s3.bucket",
	"name": "b",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {"policy": {"statements": [object.union(object.remove(grant, object.keys(change)), change)]}},
}

grant := {
	"sid": "",
	"effect": "Allow",
	"principals": {"AWS": ["arn:aws:iam::111122223333:role/report"]},
	"not_principals": {},
	"actions": ["s3:*"],
	"not_actions": [],
	"resources": ["arn:aws:s3:::b/*"],
	"not_resources": [],
	"conditions": {},
}

test_pass_with_named_actions if {
	count(check.deny) == 0 with input as bucket({"actions": ["s3:GetObject", "s3:List*"]})
}

test_pass_what_other_checks_judge if {
	count(check.deny) == 0 with input as bucket({"effect": "Deny"})
	count(check.deny) == 0 with input as bucket({"principals": {"*": ["*"]}})
	count(check.deny) == 0 with input as bucket({"principals": {"AWS": ["arn:aws:iam::111122223333:root"]}})
	count(check.deny) == 0 with input as bucket({"principals": {"AWS": ["111122223333"]}})
}

test_pass_without_a_policy if {
	facts := {"id": "arn:aws:s3:::b", "name": "b", "facts": {"policy": null}}
	count(check.deny) == 0 with input as facts
}

test_fail_with_every_action if {
	some denied in check.deny with input as bucket({})
	denied.path == "arn:aws:iam::111122223333:role/report"
	count(check.deny) == 1 with input as bucket({"actions": ["*"]})
	count(check.deny) == 1 with input as bucket({"actions": ["S3:*"]})
	count(check.deny) == 1 with input as bucket({"principals": {"Service": ["x.amazonaws.com"]}})
}

test_fail_with_not_action if {
	count(check.deny) == 1 with input as bucket({"actions": [], "not_actions": ["iam:*"]})
}
