package least_privilege.iam_role_trust_web_identity_test

import data.least_privilege.iam_role_trust_web_identity as check

role(change) := {
	"id": "arn:aws:iam::111122223333:role/app",
	"type": "iam.role",
	"name": "app",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {"trust": {"statements": [object.union(object.remove(trusting, object.keys(change)), change)]}},
}

trusting := {
	"sid": "",
	"effect": "Allow",
	"principals": {"AWS": ["arn:aws:iam::999911112222:root"]},
	"not_principals": {},
	"actions": ["sts:AssumeRole"],
	"not_actions": [],
	"resources": [],
	"not_resources": [],
	"conditions": {},
}

github(conditions) := role({
	"principals": {"Federated": ["arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"]},
	"actions": ["sts:AssumeRoleWithWebIdentity"],
	"conditions": conditions,
})

test_pass_with_a_subject if {
	subject := {"StringLike": {"token.actions.githubusercontent.com:sub": ["repo:org/app:*"]}}
	count(check.deny) == 0 with input as github(subject)
	count(check.deny) == 0 with input as role({})
}

test_fail_without if {
	count(check.deny) == 1 with input as github({})
	audience := {"StringEquals": {"token.actions.githubusercontent.com:aud": ["sts.amazonaws.com"]}}
	count(check.deny) == 1 with input as github(audience)
	anybody := {"StringLike": {"token.actions.githubusercontent.com:sub": ["repo:*"]}}
	count(check.deny) == 1 with input as github(anybody)
}

test_not_applicable_to_roles_that_aws_keeps if {
	linked := object.union(role({}), {"id": "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/R"})
	check.not_applicable with input as linked
	sso := "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_ReadOnly_1"
	check.not_applicable with input as object.union(role({}), {"id": sso})
	not check.not_applicable with input as role({})
}
