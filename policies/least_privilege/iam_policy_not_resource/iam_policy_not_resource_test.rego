package least_privilege.iam_policy_not_resource_test

import data.least_privilege.iam_policy_not_resource as check

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

test_pass_with_names if {
	count(check.deny) == 0 with input as policy({}, 1)
}

test_pass_with_a_denial if {
	guard := {"effect": "Deny", "resources": [], "not_resources": ["arn:aws:s3:::b/*"]}
	count(check.deny) == 0 with input as policy(guard, 1)
}

test_fail_with_an_allow if {
	count(check.deny) == 1 with input as policy({"resources": [], "not_resources": ["arn:aws:s3:::b/*"]}, 1)
}

test_not_applicable_to_what_is_attached_to_nobody if {
	check.not_applicable with input as policy({}, 0)
	not check.not_applicable with input as policy({}, 1)
}
