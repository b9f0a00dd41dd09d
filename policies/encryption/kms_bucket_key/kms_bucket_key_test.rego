package encryption.kms_bucket_key_test

import data.encryption.kms_bucket_key as check

bucket(algorithm, configured) := {
	"id": "arn:aws:s3:::b",
	"type": "s3.bucket",
	"name": "b",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {
		"region": "eu-west-1",
		"encryption": {"algorithm": algorithm, "kms_key_id": configured, "bucket_key": true},
	},
}

key(region, id, state, aliases) := {
	"id": sprintf("arn:aws:kms:%s:111122223333:key/%s", [region, id]),
	"name": id,
	"target": "prod",
	"key": {"state": state},
	"aliases": aliases,
}

inventory := {
	"kms.key": {"by": {"target": {"prod": [
		key("eu-west-1", "good", "Enabled", ["alias/customers"]),
		key("eu-west-1", "off", "Disabled", ["alias/old"]),
		key("eu-west-1", "doomed", "PendingDeletion", []),
		key("us-east-1", "off", "Enabled", ["alias/there"]),
		key("us-east-1", "good", "Disabled", ["alias/customers"]),
	]}}},
	"s3.account": {"by": {"target": {"prod": [{"id": "aws:111122223333/s3", "name": "111122223333"}]}}},
}

denied(configured) := {found.args.state | some found in all} if {
	all := check.deny with input as bucket("aws:kms", configured) with data.inventory as inventory
}

doubts(configured) := amount if {
	amount := count(check.unknown) with input as bucket("aws:kms", configured) with data.inventory as inventory
}

arn(region, account, name) := sprintf("arn:aws:kms:%s:%s:%s", [region, account, name])

forms(id, alias) := [
	id,
	alias,
	arn("eu-west-1", "111122223333", sprintf("key/%s", [id])),
	arn("eu-west-1", "111122223333", alias),
]

test_pass_in_every_form if {
	every form in forms("good", "alias/customers") {
		denied(form) == set()
		doubts(form) == 0
	}
}

test_fail_in_every_form if {
	every form in forms("off", "alias/old") {
		denied(form) == {"Disabled"}
	}
	denied("doomed") == {"PendingDeletion"}
}

test_fail_when_there_is_no_such_key if {
	every form in array.concat(forms("gone", "alias/gone"), ["alias/there"]) {
		denied(form) == {"不存在"}
		doubts(form) == 0
	}
}

test_fail_without_any_key if {
	count(check.deny) == 1 with input as bucket("aws:kms", "good")
		with data.inventory as {"kms.key": {"by": {"target": {}}}, "s3.account": inventory["s3.account"]}
}

two_accounts := {
	"kms.key": {"by": {"target": {"prod": [
		key("eu-west-1", "good", "Enabled", ["alias/customers"]),
		{
			"id": "arn:aws:kms:eu-west-1:777788889999:key/bad",
			"name": "bad",
			"key": {"state": "Disabled"},
			"aliases": ["alias/customers"],
		},
	]}}},
	"s3.account": {"by": {"target": {"prod": [{"name": "111122223333"}, {"name": "777788889999"}]}}},
}

test_unknown_when_a_name_fits_several_accounts if {
	facts := bucket("aws:kms", "alias/customers")
	count(check.unknown) == 1 with input as facts with data.inventory as two_accounts
	count(check.deny) == 0 with input as facts with data.inventory as two_accounts
}

test_fail_in_the_account_that_is_named if {
	good := bucket("aws:kms", arn("eu-west-1", "111122223333", "alias/customers"))
	count(check.deny) == 0 with input as good with data.inventory as two_accounts
	bad := bucket("aws:kms", arn("eu-west-1", "777788889999", "alias/customers"))
	count(check.deny) == 1 with input as bad with data.inventory as two_accounts
}

test_unknown_for_keys_of_others if {
	every form in [
		arn("eu-west-1", "444455556666", "key/x"),
		arn("us-east-1", "111122223333", "key/off"),
		"something:else",
	] {
		doubts(form) == 1
		denied(form) == set()
	}
}

test_not_applicable_without_a_key_of_the_company if {
	check.not_applicable with input as bucket("AES256", null)
	check.not_applicable with input as bucket("none", null)
	check.not_applicable with input as bucket("aws:kms", null)
	check.not_applicable with input as bucket("aws:kms", "alias/aws/s3")
	check.not_applicable with input as bucket("aws:kms", "arn:aws:kms:eu-west-1:111122223333:alias/aws/s3")
	not check.not_applicable with input as bucket("aws:kms:dsse", "good")
}
