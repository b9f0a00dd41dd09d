package least_privilege.iam_user_read_all_objects_test

import data.least_privilege.iam_user_read_all_objects as check

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

test_pass_for_what_is_named if {
	denied([{"actions": ["s3:GetObject"], "resources": ["arn:aws:s3:::b/*"]}], null) == 0
	denied([{"actions": ["s3:List*"]}], null) == 0
}

test_pass_when_denied_or_out_of_bounds if {
	denied([{"actions": ["s3:GetObject"]}, {"effect": "Deny", "actions": ["s3:*"]}], null) == 0
	denied([{"actions": ["s3:GetObject"]}], bounded(["ec2:*"])) == 0
}

test_pass_for_administrators_who_have_a_check_of_their_own if {
	denied([{}], null) == 0
}

test_fail_for_all if {
	denied([{"actions": ["s3:GetObject"]}], null) == 1
	denied([{"actions": ["s3:getobject"]}], null) == 1
	denied([{"actions": ["s3:*"]}], null) == 1
	denied([{"actions": [], "not_actions": ["iam:*"]}], null) == 1
}
