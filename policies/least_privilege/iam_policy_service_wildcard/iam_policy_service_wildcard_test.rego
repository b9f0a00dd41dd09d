package least_privilege.iam_policy_service_wildcard_test

import data.least_privilege.iam_policy_service_wildcard as check

policy(change, attachments) := {
	"id": "arn:aws:iam::111122223333:policy/p",
	"type": "iam.policy",
	"name": "p",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {
		"statements": [object.union(object.remove(grant, object.keys(change)), change)],
		"attachments": attachments,
		"boundary_of": 0,
	},
}

grant := {
	"sid": "",
	"effect": "Allow",
	"principals": {},
	"not_principals": {},
	"actions": ["s3:GetObject"],
	"not_actions": [],
	"resources": ["*"],
	"not_resources": [],
	"conditions": {},
}

denied(change) := paths if {
	paths := {found.path | some found in check.deny} with input as policy(change, 1)
		with data.parameters as {"iam_sensitive_services": ["kms", "s3"]}
}

test_pass_with_less if {
	denied({}) == set()
	denied({"actions": ["s3:Get*", "kms:Describe*"]}) == set()
	denied({"actions": ["s3:*"], "resources": ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]}) == set()
	denied({"actions": ["sqs:*"]}) == set()
}

test_pass_for_what_another_check_judges if {
	denied({"actions": ["*"]}) == set()
}

test_fail_with_whole_services if {
	denied({"actions": ["S3:*", "kms:*"]}) == {"s3", "kms"}
	denied({"actions": ["s3:*"], "resources": ["arn:aws:s3:::*"]}) == {"s3"}
	denied({"actions": [], "not_actions": ["iam:*"]}) == {"s3", "kms"}
}

test_not_applicable_to_what_is_attached_to_nobody if {
	check.not_applicable with input as policy({}, 0)
	not check.not_applicable with input as policy({}, 1)
}
