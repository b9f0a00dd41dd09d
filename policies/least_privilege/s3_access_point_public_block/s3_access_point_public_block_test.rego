package least_privilege.s3_access_point_public_block_test

import data.least_privilege.s3_access_point_public_block as check

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

row(account, on) := {
	"id": sprintf("aws:%s/s3", [account]), "name": account, "target": "prod", "public_access_block": block(on),
}

missing(own, accounts) := {found.args.missing | some found in all} if {
	all := check.deny with input as point({"access_point": described(own, null)})
		with data.inventory as {"s3.account": {"by": {"target": {"prod": accounts}}, "all": accounts}}
}

test_pass_when_complete if {
	missing(settings, [row("111122223333", set())]) == set()
	missing(set(), [row("111122223333", settings)]) == set()
	missing({"block_public_acls"}, [row("111122223333", settings - {"block_public_acls"})]) == set()
}

test_fail_names_what_is_missing if {
	missing(settings - {"block_public_policy"}, [row("111122223333", set())]) == {"block_public_policy"}
}

test_fail_when_only_another_account_blocks if {
	count(missing(set(), [row("444455556666", settings)])) == 1
	count(missing(set(), [])) == 1
}
