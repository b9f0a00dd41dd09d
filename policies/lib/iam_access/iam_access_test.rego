package lib.iam_access_test

import data.lib.iam_access

who := {
	"arn": "arn:aws:iam::111122223333:user/ann",
	"bounded": false,
	"groups": ["devs"],
	"attached": ["arn:aws:iam::aws:policy/ReadOnlyAccess", "arn:aws:iam::111122223333:policy/own"],
}

# Statements are written as changes of this one.
everything := {
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

_with(changes) := [object.union(object.remove(everything, object.keys(change)), change) | some change in changes]

deny_all := {"effect": "Deny"}

mfa := {"Bool": {"aws:multifactorauthpresent": ["true"]}}

no_mfa := {"BoolIfExists": {"aws:multifactorauthpresent": ["false"]}}

tagged := {"StringEquals": {"aws:resourcetag/team": ["${aws:PrincipalTag/team}"]}}

administrators := [
	{"given": [{}], "boundary": null, "is": true},
	{"given": [{"actions": ["*:*"]}], "boundary": null, "is": true},
	{"given": [{"conditions": mfa}], "boundary": null, "is": true},
	{"given": [{"conditions": tagged}], "boundary": null, "is": false},
	{"given": [{"resources": ["arn:aws:*"]}], "boundary": null, "is": true},
	{"given": [{"resources": ["arn:aws:s3:::*"]}], "boundary": null, "is": false},
	{"given": [{"actions": ["s3:*", "iam:*"]}], "boundary": null, "is": false},
	{"given": [{"actions": [], "not_actions": ["aws-portal:*"]}], "boundary": null, "is": true},
	{"given": [{"actions": [], "not_actions": ["IAM:*"]}], "boundary": null, "is": false},
	{"given": [{"resources": [], "not_resources": ["arn:aws:s3:::log/*"]}], "boundary": null, "is": true},
	{"given": [deny_all], "boundary": null, "is": false},
	{"given": [{}, deny_all], "boundary": null, "is": false},
	{"given": [{}, {"effect": "Deny", "conditions": no_mfa}], "boundary": null, "is": true},
	{"given": [{}, {"effect": "Deny", "actions": ["s3:DeleteBucket"]}], "boundary": null, "is": true},
	{"given": [{}, {"effect": "Deny", "actions": ["iam:*"]}], "boundary": null, "is": false},
	{"given": [{}, {"effect": "Deny", "resources": ["arn:aws:s3:::log/*"]}], "boundary": null, "is": true},
	{"given": [{}, {"effect": "Deny", "actions": [], "not_actions": ["s3:*"]}], "boundary": null, "is": false},
	{"given": [{}], "boundary": [{}], "is": true},
	{"given": [{}], "boundary": [{"actions": ["s3:*"]}], "is": false},
	{"given": [{}], "boundary": [], "is": false},
	{"given": [{}], "boundary": [{}, {"effect": "Deny", "actions": ["iam:*"]}], "is": false},
	{"given": [], "boundary": [{}], "is": false},
]

test_administrator if {
	wrong := [case | some case in administrators; _administrator(case) != case.is]
	wrong == []
}

_administrator(case) if iam_access.administrator(_with(case.given), _limit(case.boundary), who)

else := false

_limit(boundary) := null if boundary == null

_limit(boundary) := _with(boundary) if boundary != null

services := [
	{"given": [{"actions": ["kms:*"]}], "is": true},
	{"given": [{"actions": ["KMS:*"], "resources": ["arn:aws:kms:*:*:*"]}], "is": true},
	{"given": [{"actions": ["kms:*"], "resources": ["arn:aws:kms:*:111122223333:*"]}], "is": true},
	{"given": [{"actions": ["kms:*"], "resources": ["arn:aws:kms:*:999911112222:*"]}], "is": false},
	{"given": [{"actions": ["kms:*"], "resources": ["arn:aws:kms:eu-west-1:111122223333:key/1"]}], "is": false},
	{"given": [{"actions": ["kms:Describe*", "kms:List*"]}], "is": false},
	{"given": [{"actions": ["k*"]}], "is": true},
	{"given": [{"actions": ["s3:*"]}], "is": false},
	{"given": [{"actions": ["kms:*"]}, {"effect": "Deny", "actions": ["kms:*"]}], "is": false},
	{"given": [{"actions": ["kms:*"]}, {"effect": "Deny", "actions": ["kms:ScheduleKeyDeletion"]}], "is": true},
]

test_whole_service if {
	wrong := [case | some case in services; _whole_service(case) != case.is]
	wrong == []
}

_whole_service(case) if iam_access.whole_service(_with(case.given), null, who, "kms")

else := false

test_whole_service_with_arns_of_other_forms if {
	iam_access.whole_service(_with([{"actions": ["s3:*"], "resources": ["arn:aws:s3:::*"]}]), null, who, "s3")
	iam_access.whole_service(_with([{"actions": ["iam:*"], "resources": ["arn:aws:iam::*:*"]}]), null, who, "iam")
}

keys := [
	{"given": {"actions": ["kms:Decrypt"]}, "is": true},
	{"given": {"actions": ["kms:decrypt"], "resources": ["arn:aws:kms:*:*:key/*"]}, "is": true},
	{"given": {"actions": ["kms:De*"], "resources": ["arn:aws:kms:eu-west-1:111122223333:key/*"]}, "is": true},
	{"given": {"actions": ["kms:Decrypt"], "resources": ["arn:aws:kms:eu-west-1:111122223333:key/1"]}, "is": false},
	{"given": {"actions": ["kms:Decrypt"], "resources": ["arn:aws:kms:eu-west-1:999911112222:key/*"]}, "is": false},
	{"given": {"actions": ["kms:Encrypt"]}, "is": false},
	{
		"given": {
			"actions": ["kms:Decrypt"],
			"conditions": {"StringEquals": {"kms:encryptioncontext:app": ["crm"]}},
		},
		"is": false,
	},
	{
		"given": {
			"actions": ["kms:Decrypt"],
			"conditions": {"StringLike": {"kms:viaservice": ["s3.*.amazonaws.com"]}},
		},
		"is": true,
	},
]

test_on_all_keys if {
	wrong := [case | some case in keys; _on_all_keys(case) != case.is]
	wrong == []
}

_on_all_keys(case) if iam_access.on_all_keys(_with([case.given]), null, who, "kms:Decrypt")

else := false

test_on_all_objects if {
	iam_access.on_all_objects(_with([{"actions": ["S3:get*"]}]), null, who, "s3:GetObject")
	iam_access.on_all_objects(_with([{"resources": ["arn:aws:s3:::*"]}]), null, who, "s3:GetObject")
	not iam_access.on_all_objects(_with([{"resources": ["arn:aws:s3:::b/*"]}]), null, who, "s3:GetObject")
	not iam_access.on_all_objects(_with([{"actions": ["s3:List*"]}]), null, who, "s3:GetObject")
	not iam_access.on_all_objects(_with([{}]), _with([{"actions": ["ec2:*"]}]), who, "s3:GetObject")
}

users := "arn:aws:iam::111122223333:user/"

pass := {"actions": ["iam:PassRole"]}

ways := [
	{"given": [{"actions": ["iam:CreatePolicyVersion"]}], "ways": {"iam:CreatePolicyVersion"}},
	{
		"given": [{"actions": ["iam:CreatePolicyVersion"], "resources": ["arn:aws:iam::111122223333:policy/own"]}],
		"ways": {"iam:CreatePolicyVersion"},
	},
	{
		"given": [{"actions": ["iam:CreatePolicyVersion"], "resources": ["arn:aws:iam::111122223333:policy/app-*"]}],
		"ways": set(),
	},
	{
		"given": [{"actions": ["iam:setdefaultpolicyversion"], "resources": ["arn:aws:iam::*:policy/*"]}],
		"ways": {"iam:SetDefaultPolicyVersion"},
	},
	{
		"given": [{"actions": ["iam:PutUserPolicy"], "resources": ["arn:aws:iam::*:user/${aws:username}"]}],
		"ways": {"iam:PutUserPolicy"},
	},
	{"given": [{"actions": ["iam:AttachUserPolicy"], "resources": [who.arn]}], "ways": {"iam:AttachUserPolicy"}},
	{
		"given": [{"actions": ["iam:AttachUserPolicy"], "resources": [concat("", [users, "bob"])]}],
		"ways": set(),
	},
	{
		"given": [{
			"actions": ["iam:AttachUserPolicy"],
			"conditions": {"ArnEquals": {"iam:policyarn": ["arn:aws:iam::111122223333:policy/team/*"]}},
		}],
		"ways": set(),
	},
	{
		"given": [{
			"actions": ["iam:AttachUserPolicy"],
			"conditions": {"ArnLike": {"iam:policyarn": ["arn:aws:iam::aws:policy/*"]}},
		}],
		"ways": {"iam:AttachUserPolicy"},
	},
	{
		"given": [{
			"actions": ["iam:AttachUserPolicy"],
			"conditions": {"ArnNotEquals": {"iam:policyarn": ["arn:aws:iam::aws:policy/AdministratorAccess"]}},
		}],
		"ways": {"iam:AttachUserPolicy"},
	},
	{
		"given": [{"actions": ["iam:PutGroupPolicy"], "resources": ["arn:aws:iam::111122223333:group/devs"]}],
		"ways": {"iam:PutGroupPolicy"},
	},
	# Self-service: everybody may look after his or her own keys and password.
	{
		"given": [{
			"actions": ["iam:*AccessKey*", "iam:*LoginProfile"],
			"resources": ["arn:aws:iam::*:user/${aws:username}"],
		}],
		"ways": set(),
	},
	{"given": [{"actions": ["iam:CreateAccessKey"]}], "ways": {"iam:CreateAccessKey"}},
	{"given": [{"actions": ["iam:AddUserToGroup"]}], "ways": {"iam:AddUserToGroup"}},
	{"given": [{"actions": ["sts:AssumeRole"]}], "ways": {"sts:AssumeRole"}},
	{
		"given": [{"actions": ["sts:AssumeRole"], "resources": ["arn:aws:iam::111122223333:role/deploy"]}],
		"ways": set(),
	},
	{"given": [{"actions": ["lambda:UpdateFunctionCode"]}], "ways": {"lambda:UpdateFunctionCode"}},
	{"given": [{"actions": ["ssm:SendCommand"], "conditions": tagged}], "ways": set()},
	{"given": [pass], "ways": set()},
	{"given": [{"actions": ["ec2:RunInstances"]}], "ways": set()},
	{"given": [pass, {"actions": ["ec2:RunInstances"]}], "ways": {"iam:PassRole + ec2:RunInstances"}},
	{
		"given": [{"actions": ["iam:PassRole", "ec2:RunInstances"], "conditions": mfa}],
		"ways": {"iam:PassRole + ec2:RunInstances"},
	},
	{
		"given": [
			{"actions": ["iam:PassRole"], "resources": ["arn:aws:iam::111122223333:role/web"]},
			{"actions": ["ec2:RunInstances"]},
		],
		"ways": set(),
	},
	{
		"given": [
			{
				"actions": ["iam:PassRole"],
				"conditions": {"StringEquals": {"iam:passedtoservice": ["lambda.amazonaws.com"]}},
			},
			{"actions": ["ec2:RunInstances"]},
		],
		"ways": set(),
	},
	{
		"given": [
			{
				"actions": ["iam:PassRole"],
				"conditions": {"StringLike": {"iam:passedtoservice": ["ec2.*"]}},
			},
			{"actions": ["ec2:RunInstances"], "resources": ["arn:aws:ec2:eu-west-1:111122223333:*"]},
		],
		"ways": {"iam:PassRole + ec2:RunInstances"},
	},
	{"given": [pass, {"actions": ["glue:CreateJob"]}], "ways": set()},
	{
		"given": [pass, {"actions": ["glue:CreateJob", "glue:StartJobRun"]}],
		"ways": {"iam:PassRole + glue:CreateJob + glue:StartJobRun"},
	},
	{
		"given": [pass, {"actions": ["ec2:*"]}, {"effect": "Deny", "actions": ["iam:PassRole"]}],
		"ways": set(),
	},
	{
		"given": [pass, {"actions": ["ec2:RunInstances"]}, {"effect": "Deny", "actions": ["ec2:Run*"]}],
		"ways": set(),
	},
	{"given": [{"actions": ["iam:PutUserPolicy"]}, {"effect": "Deny", "actions": ["iam:Put*"]}], "ways": set()},
	{
		"given": [{"actions": ["iam:PutUserPolicy"]}, {"effect": "Deny", "actions": ["iam:*"], "conditions": no_mfa}],
		"ways": {"iam:PutUserPolicy"},
	},
	{"given": [{"actions": ["iam:DeleteUserPermissionsBoundary"]}], "ways": set()},
	{"given": [], "ways": set()},
]

test_escalations if {
	wrong := [case | some case in ways; iam_access.escalations(_with(case.given), null, who) != case.ways]
	wrong == []
}

test_a_boundary_ends_them if {
	given := _with([{"actions": ["iam:*", "ec2:*"]}])
	iam_access.escalations(given, _with([{"actions": ["ec2:*", "s3:*"]}]), who) == set()
	both := _with([{"actions": ["ec2:*", "iam:PassRole"]}])
	iam_access.escalations(given, both, who) == {"iam:PassRole + ec2:RunInstances"}
}

test_a_boundary_that_can_be_removed if {
	bounded := object.union(who, {"bounded": true})
	given := _with([{"actions": ["iam:*"]}])
	only := _with([{"actions": ["iam:DeleteUserPermissionsBoundary"]}])
	iam_access.escalations(given, only, bounded) == {"iam:DeleteUserPermissionsBoundary"}
}

test_a_role_and_itself if {
	role := object.union(who, {"arn": "arn:aws:iam::111122223333:role/app", "groups": [], "attached": []})
	given := _with([{"actions": ["iam:PutRolePolicy"], "resources": [role.arn]}])
	iam_access.escalations(given, null, role) == {"iam:PutRolePolicy"}
	iam_access.escalations(given, null, who) == set()
}
