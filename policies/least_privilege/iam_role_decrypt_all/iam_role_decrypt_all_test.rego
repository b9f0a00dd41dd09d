package least_privilege.iam_role_decrypt_all_test

import data.least_privilege.iam_role_decrypt_all as check

identity(changes, boundary) := {
	"id": "arn:aws:iam::111122223333:role/app",
	"type": "iam.role",
	"name": "app",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {"boundary": boundary, "policies": [{
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
	denied([{"actions": ["kms:Decrypt"], "resources": ["arn:aws:kms:eu-west-1:111122223333:key/1"]}], null) == 0
	denied([{"actions": ["kms:List*"]}], null) == 0
}

test_pass_when_denied_or_out_of_bounds if {
	denied([{"actions": ["kms:Decrypt"]}, {"effect": "Deny", "actions": ["kms:*"]}], null) == 0
	denied([{"actions": ["kms:Decrypt"]}], bounded(["ec2:*"])) == 0
}

test_pass_for_administrators_who_have_a_check_of_their_own if {
	denied([{}], null) == 0
}

test_fail_for_all if {
	denied([{"actions": ["kms:Decrypt"]}], null) == 1
	denied([{"actions": ["kms:decrypt"]}], null) == 1
	denied([{"actions": ["kms:*"]}], null) == 1
	denied([{"actions": [], "not_actions": ["iam:*"]}], null) == 1
}

test_not_applicable_to_roles_that_aws_keeps if {
	linked := "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/R"
	check.not_applicable with input as object.union(identity([{}], null), {"id": linked})
	sso := "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_AdministratorAccess_1"
	check.not_applicable with input as object.union(identity([{}], null), {"id": sso})
	not check.not_applicable with input as identity([{}], null)
}
