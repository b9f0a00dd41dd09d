package least_privilege.iam_group_admin_test

import data.least_privilege.iam_group_admin as check

identity(changes, boundary) := {
	"id": "arn:aws:iam::111122223333:group/devs",
	"type": "iam.group",
	"name": "devs",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {"members": ["ann"], "policies": [{
		"name": "rights",
		"arn": null,
		"group": null,
		"statements": [object.union(object.remove(grant, object.keys(change)), change) | some change in changes],
	}]},
}

grant := {
	"sid": "",
	"effect": "Allow",
	"principals": {},
	"not_principals": {},
	"actions": ["*"],
	"not_actions": [],
	"resources": ["*"],
	"not_resources": [],
	"conditions": {},
}

denied(changes, boundary) := amount if {
	amount := count(check.deny) with input as identity(changes, boundary)
		with data.parameters as {"iam_administrators": ["break-glass-*"]}
}

test_pass_with_less if {
	denied([{"actions": ["s3:*", "ec2:*"]}], null) == 0
	denied([{"actions": [], "not_actions": ["iam:*", "organizations:*"]}], null) == 0
	denied([{"resources": ["arn:aws:s3:::b/*"]}], null) == 0
	denied([{"effect": "Deny"}], null) == 0
}

test_pass_when_denied_again if {
	denied([{}, {"effect": "Deny", "actions": ["iam:*"]}], null) == 0
}

test_pass_when_named if {
	expected := object.union(identity([{}], null), {"name": "break-glass-1"})
	count(check.deny) == 0 with input as expected
		with data.parameters as {"iam_administrators": ["break-glass-*"]}
}

test_fail_with_everything if {
	denied([{}], null) == 1
	denied([{"actions": ["*:*"]}], null) == 1
	denied([{"actions": [], "not_actions": ["aws-portal:*"]}], null) == 1
}

test_fail_when_the_denial_has_a_condition if {
	sometimes := {"effect": "Deny", "conditions": {"BoolIfExists": {"aws:multifactorauthpresent": ["false"]}}}
	denied([{}, sometimes], null) == 1
}
