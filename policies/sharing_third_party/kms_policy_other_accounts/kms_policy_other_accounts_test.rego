package sharing_third_party.kms_policy_other_accounts_test

import data.sharing_third_party.kms_policy_other_accounts as check

key(facts) := {
	"id": "arn:aws:kms:eu-west-1:111122223333:key/k1",
	"type": "kms.key",
	"name": "k1",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

described := {
	"manager": "CUSTOMER",
	"state": "Enabled",
	"usage": "ENCRYPT_DECRYPT",
	"spec": "SYMMETRIC_DEFAULT",
	"origin": "AWS_KMS",
	"deletion_date": null,
	"material_expires": null,
}

statement := {
	"sid": "",
	"effect": "Allow",
	"principals": {"AWS": ["arn:aws:iam::111122223333:root"]},
	"not_principals": {},
	"actions": ["kms:*"],
	"not_actions": [],
	"resources": ["*"],
	"not_resources": [],
	"conditions": {},
}

changed(change) := object.union(object.remove(statement, object.keys(change)), change)

with_statements(statements) := key({"key": described, "policy": {"statements": statements}})

accounts(ids) := {"s3.account": {"by": {}, "all": [{"id": id, "name": id} | some id in ids]}}

own := accounts(["aws:111122223333/s3"])

denied(statements) := {found.path | some found in all} if {
	all := check.deny with input as with_statements(statements)
		with data.parameters as {"trusted_aws_accounts": ["999900001111"]}
		with data.inventory as own
}

test_pass_for_own_and_trusted_accounts if {
	denied([statement, changed({"principals": {"AWS": ["999900001111"]}})]) == set()
	denied([changed({"principals": {"Service": ["logs.eu-west-1.amazonaws.com"]}})]) == set()
}

test_pass_for_a_deny if {
	denied([changed({"effect": "Deny", "principals": {"AWS": ["444455556666"]}})]) == set()
}

test_fail_for_foreign_accounts if {
	foreign := changed({"principals": {"AWS": ["arn:aws:iam::444455556666:root", "777788889999"]}})
	denied([statement, foreign]) == {"444455556666", "777788889999"}
}

test_fail_when_a_condition_admits_a_foreign_account if {
	admitted := changed({
		"principals": {"AWS": ["*"]},
		"conditions": {"StringEquals": {"kms:calleraccount": ["444455556666", "111122223333"]}},
	})
	denied([admitted]) == {"444455556666"}
}

test_unknown_when_no_own_account_is_known if {
	facts := with_statements([changed({"principals": {"AWS": ["444455556666"]}})])
	count(check.unknown) == 1 with input as facts
		with data.parameters as {"trusted_aws_accounts": []}
		with data.inventory as accounts([])
	count(check.deny) == 0 with input as facts
		with data.parameters as {"trusted_aws_accounts": []}
		with data.inventory as accounts([])
}

test_not_applicable_to_keys_of_aws if {
	check.not_applicable with input as key({"key": object.union(described, {"manager": "AWS"})})
	not check.not_applicable with input as with_statements([statement])
}
