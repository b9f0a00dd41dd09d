package least_privilege.iam_policy_admin_test

import data.least_privilege.iam_policy_admin as check

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

test_pass_with_less if {
	count(check.deny) == 0 with input as policy({}, 1)
	count(check.deny) == 0 with input as policy({"actions": ["*"], "resources": ["arn:aws:s3:::b/*"]}, 1)
	count(check.deny) == 0 with input as policy({"effect": "Deny", "actions": ["*"]}, 1)
}

test_fail_with_everything if {
	count(check.deny) == 1 with input as policy({"actions": ["*"]}, 1)
	count(check.deny) == 1 with input as policy({"actions": ["*:*"]}, 2)
}

test_not_applicable_to_what_is_attached_to_nobody if {
	check.not_applicable with input as policy({}, 0)
	not check.not_applicable with input as policy({}, 1)
}
