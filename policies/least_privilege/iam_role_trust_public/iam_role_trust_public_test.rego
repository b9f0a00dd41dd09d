package least_privilege.iam_role_trust_public_test

import data.least_privilege.iam_role_trust_public as check

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

test_pass_for_named_principals if {
	count(check.deny) == 0 with input as role({})
	count(check.deny) == 0 with input as role({"principals": {"Service": ["ec2.amazonaws.com"]}})
	org := {"principals": {"AWS": ["*"]}, "conditions": {"StringEquals": {"aws:principalorgid": ["o-abc123"]}}}
	count(check.deny) == 0 with input as role(org)
}

test_fail_for_everyone if {
	count(check.deny) == 1 with input as role({"principals": {"AWS": ["*"]}})
	count(check.deny) == 1 with input as role({"principals": {}, "not_principals": {"AWS": ["999911112222"]}})
	secret := {"principals": {"*": ["*"]}, "conditions": {"StringEquals": {"sts:externalid": ["x"]}}}
	count(check.deny) == 1 with input as role(secret)
}

guard := {"effect": "Deny", "principals": {"AWS": ["*"]}, "conditions": {"StringNotEquals": {
	"aws:principalorgid": ["o-abc123"]
}}}

both(change) := object.union(role({}), {"facts": {"trust": {"statements": [
	object.union(object.remove(trusting, ["principals"]), {"principals": {"AWS": ["*"]}}),
	object.union(object.remove(object.union(trusting, guard), object.keys(change)), object.union(guard, change)),
]}}})

test_pass_when_strangers_are_denied if {
	count(check.deny) == 0 with input as both({})
}

test_fail_when_a_denial_leaves_a_way_in if {
	count(check.deny) == 1 with input as both({"actions": ["sts:TagSession"]})
	count(check.deny) == 1 with input as both({"conditions": {"Bool": {"aws:securetransport": ["false"]}}})
	count(check.deny) == 1 with input as both({"principals": {"AWS": ["arn:aws:iam::444455556666:root"]}})
}

test_not_applicable_to_roles_that_aws_keeps if {
	linked := object.union(role({}), {"id": "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/R"})
	check.not_applicable with input as linked
	sso := "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_ReadOnly_1"
	check.not_applicable with input as object.union(role({}), {"id": sso})
	not check.not_applicable with input as role({})
}
