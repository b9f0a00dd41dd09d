package sharing_third_party.s3_access_point_other_accounts_test

import data.sharing_third_party.s3_access_point_other_accounts as check

settings := {"block_public_acls", "ignore_public_acls", "block_public_policy", "restrict_public_buckets"}

block(on) := {setting: value |
	some setting in settings
	value := setting in on
}

point(facts) := {
	"id": "arn:aws:s3:eu-west-1:111122223333:accesspoint/door",
	"type": "s3.access_point",
	"name": "door",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

described(on, account) := {
	"bucket": "b",
	"bucket_account": account,
	"vpc": null,
	"public_access_block": block(on),
}

accounts(ids) := {"by": {}, "all": [{"id": sprintf("aws:%s/s3", [id]), "name": id, "target": "prod"} | some id in ids]}

statement(principal) := {
	"sid": "",
	"effect": "Allow",
	"principals": {"AWS": [principal]},
	"not_principals": {},
	"actions": ["s3:GetObject"],
	"not_actions": [],
	"resources": ["*"],
	"not_resources": [],
	"conditions": {},
}

facts(principal, account) := {
	"access_point": described(settings, account),
	"policy": {"statements": [statement(principal)]},
}

denied(given) := {found.path | some found in all} if {
	all := check.deny with input as point(given)
		with data.parameters as {"trusted_aws_accounts": ["999900001111"]}
		with data.inventory as {"s3.account": accounts(["111122223333"])}
}

test_fail_for_a_foreign_account if {
	denied(facts("arn:aws:iam::444455556666:role/r", null)) == {"444455556666"}
	denied(facts("444455556666", "444455556666")) == {"444455556666", "bucket/444455556666"}
}

test_pass_for_own_and_trusted_accounts if {
	denied(facts("arn:aws:iam::111122223333:role/r", "111122223333")) == set()
	denied(facts("999900001111", "999900001111")) == set()
	denied({"access_point": described(settings, null), "policy": null}) == set()
}

test_unknown_when_no_own_account_is_known if {
	count(check.unknown) == 1 with input as point(facts("444455556666", null))
		with data.parameters as {"trusted_aws_accounts": []}
		with data.inventory as {"s3.account": accounts([])}
	count(check.unknown) == 0 with input as point({"access_point": described(settings, null), "policy": null})
		with data.parameters as {"trusted_aws_accounts": []}
		with data.inventory as {"s3.account": accounts([])}
}

