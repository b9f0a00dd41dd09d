package least_privilege.iam_user_escalation_test

import data.least_privilege.iam_user_escalation as check

identity(changes, boundary) := {
	"id": "arn:aws:iam::111122223333:user/ann",
	"type": "iam.user",
	"name": "ann",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {"boundary": boundary, "groups": ["devs"], "policies": [{
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

bounded(actions) := {
	"arn": "arn:aws:iam::111122223333:policy/limit",
	"statements": [object.union(object.remove(grant, ["actions"]), {"actions": actions})],
}

denied(changes, boundary) := amount if {
	amount := count(check.deny) with input as identity(changes, boundary)
}

test_pass_without_a_way if {
	denied([{"actions": ["s3:*", "ec2:*", "iam:Get*", "iam:List*"]}], null) == 0
	denied([{"actions": ["iam:CreateAccessKey"], "resources": ["arn:aws:iam::*:user/${aws:username}"]}], null) == 0
	denied([{"actions": ["iam:PassRole"], "resources": ["arn:aws:iam::111122223333:role/web"]}], null) == 0
}

test_pass_for_administrators_who_have_a_check_of_their_own if {
	denied([{}], null) == 0
}

test_pass_within_a_boundary if {
	denied([{"actions": ["iam:*"]}], bounded(["s3:*", "ec2:*"])) == 0
}

test_fail_with_a_way if {
	denied([{"actions": ["iam:*"]}], null) == 1
	denied([{"actions": ["iam:Create*"]}], null) == 1
	denied([{"actions": ["iam:PassRole", "lambda:*"]}], null) == 1
	denied([{"actions": [], "not_actions": ["s3:*"], "resources": ["arn:aws:iam::*:*"]}], null) == 1
}

test_fail_names_the_ways if {
	some found in check.deny with input as identity([{"actions": ["iam:PutUserPolicy", "iam:CreateAccessKey"]}], null)
	found.args.ways == "iam:CreateAccessKey, iam:PutUserPolicy"
}
