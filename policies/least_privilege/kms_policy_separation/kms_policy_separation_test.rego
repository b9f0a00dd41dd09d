package least_privilege.kms_policy_separation_test

import data.least_privilege.kms_policy_separation as check

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

role(name) := sprintf("arn:aws:iam::111122223333:role/%s", [name])

may(name, actions) := changed({"principals": {"AWS": [role(name)]}, "actions": actions})

denied(statements) := {found.path | some found in all} if {
	all := check.deny with input as with_statements(statements)
}

administer := ["kms:Create*", "kms:Put*", "kms:ScheduleKeyDeletion"]

use := ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey*"]

test_pass_when_separate if {
	denied([statement]) == set()
	denied([statement, may("admin", administer), may("app", use)]) == set()
	whole_account := changed({"principals": {"AWS": ["111122223333"]}})
	denied([whole_account]) == set()
}

test_fail_when_one_statement_gives_both if {
	denied([may("app", ["kms:*"])]) == {role("app")}
	nearly_all := {"principals": {"AWS": [role("app")]}, "actions": [], "not_actions": ["kms:Delete*"]}
	denied([changed(nearly_all)]) == {role("app")}
}

test_fail_when_two_statements_give_both if {
	denied([may("app", administer), may("app", use)]) == {role("app")}
}

test_fail_for_signing_keys_too if {
	denied([may("app", ["kms:PutKeyPolicy", "kms:Sign"])]) == {role("app")}
}

test_not_applicable_to_keys_of_aws if {
	check.not_applicable with input as key({"key": object.union(described, {"manager": "AWS"})})
	not check.not_applicable with input as with_statements([statement])
}
