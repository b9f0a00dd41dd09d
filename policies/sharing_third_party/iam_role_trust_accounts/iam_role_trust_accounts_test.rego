package sharing_third_party.iam_role_trust_accounts_test

import data.sharing_third_party.iam_role_trust_accounts as check

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

denied(change) := paths if {
	paths := {found.path | some found in check.deny} with input as role(change)
		with data.parameters as {"trusted_aws_accounts": ["777788889999"]}
		with data.inventory as {"iam.account": {"by": {}, "all": [{"id": "aws:555566667777/iam", "name": "555566667777"}]}}
}

test_pass_for_own_audited_and_trusted_accounts if {
	denied({"principals": {"AWS": ["arn:aws:iam::111122223333:role/x", "555566667777"]}}) == set()
	denied({"principals": {"AWS": ["arn:aws:iam::777788889999:root"]}}) == set()
	denied({"principals": {"Service": ["ec2.amazonaws.com"]}}) == set()
	denied({"effect": "Deny"}) == set()
}

test_fail_for_strangers if {
	denied({}) == {"999911112222"}
	denied({"principals": {"AWS": ["999911112222", "arn:aws:iam::444455556666:user/x"]}}) == {
		"999911112222", "444455556666",
	}
	known := {"conditions": {"StringEquals": {"sts:externalid": ["x"]}}}
	denied(known) == {"999911112222"}
}

test_not_applicable_to_roles_that_aws_keeps if {
	linked := object.union(role({}), {"id": "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/R"})
	check.not_applicable with input as linked
	sso := "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_ReadOnly_1"
	check.not_applicable with input as object.union(role({}), {"id": sso})
	not check.not_applicable with input as role({})
}
