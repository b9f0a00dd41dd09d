package least_privilege.iam_role_inline_negation_test

import data.least_privilege.iam_role_inline_negation as check

role(change) := {
	"id": "arn:aws:iam::111122223333:role/app",
	"type": "iam.role",
	"name": "app",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {"policies": [{
		"name": "inside",
		"arn": null,
		"group": null,
		"statements": [object.union(object.remove(grant, object.keys(change)), change)],
	}]},
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
	count(check.deny) == 0 with input as role({})
}

test_pass_with_denials if {
	count(check.deny) == 0 with input as role({"effect": "Deny", "actions": [], "not_actions": ["iam:*"]})
}

test_fail_with_negations if {
	count(check.deny) == 1 with input as role({"actions": [], "not_actions": ["iam:*"]})
	count(check.deny) == 1 with input as role({"resources": [], "not_resources": ["arn:aws:s3:::b/*"]})
	both := {"actions": [], "not_actions": ["iam:*"], "resources": [], "not_resources": ["arn:aws:s3:::b/*"]}
	count(check.deny) == 2 with input as role(both)
}

test_not_applicable_to_roles_that_aws_keeps if {
	linked := object.union(role({}), {"id": "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/R"})
	check.not_applicable with input as linked
	sso := "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_ReadOnly_1"
	check.not_applicable with input as object.union(role({}), {"id": sso})
	not check.not_applicable with input as role({})
}
