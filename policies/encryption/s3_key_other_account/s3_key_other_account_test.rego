package encryption.s3_key_other_account_test

import data.encryption.s3_key_other_account as check

bucket(facts, dataset) := {
	"id": "arn:aws:s3:::b",
	"type": "s3.bucket",
	"name": "b",
	"target": "prod",
	"labels": {},
	"dataset": dataset,
	"facts": facts,
}

accounts(ids) := {"by": {}, "all": [{"id": sprintf("aws:%s/s3", [id]), "name": id, "target": "prod"} | some id in ids]}

facts(key) := bucket({"encryption": {"algorithm": "aws:kms", "kms_key_id": key, "bucket_key": true}}, null)

key_of(account) := sprintf("arn:aws:kms:eu-west-1:%s:key/k", [account])

denied(key) := {found.args.account | some found in all} if {
	all := check.deny with input as facts(key)
		with data.parameters as {"trusted_aws_accounts": ["999900001111"]}
		with data.inventory as {"s3.account": accounts(["111122223333"])}
}

test_fail_for_a_foreign_key if {
	denied(key_of("444455556666")) == {"444455556666"}
}

test_pass_for_own_and_trusted_keys if {
	denied(key_of("111122223333")) == set()
	denied(key_of("999900001111")) == set()
	denied("alias/customers") == set()
}

test_pass_without_a_key if {
	count(check.deny) == 0 with input as bucket(
		{"encryption": {"algorithm": "AES256", "kms_key_id": null, "bucket_key": false}},
		null,
	)
		with data.parameters as {"trusted_aws_accounts": []}
		with data.inventory as {"s3.account": accounts(["111122223333"])}
}

test_unknown_when_no_own_account_is_known if {
	count(check.unknown) == 1 with input as facts(key_of("444455556666"))
		with data.parameters as {"trusted_aws_accounts": []}
		with data.inventory as {"s3.account": accounts([])}
}
