package least_privilege.s3_access_point_public_policy_test

import data.least_privilege.s3_access_point_public_policy as check

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

denied(public, own, of_account, of_bucket) := count(all) if {
	accounts := [row("111122223333", of_account)]
	buckets := [{"id": "arn:aws:s3:::b", "name": "b", "target": "prod", "public_access_block": block(of_bucket)}]
	all := check.deny with input as point({"access_point": described(own, null), "policy_public": public})
		with data.inventory as {
			"s3.account": {"by": {"target": {"prod": accounts}}, "all": accounts},
			"s3.bucket": {"by": {"target": {"prod": buckets}}, "all": buckets},
		}
}

restrict := {"restrict_public_buckets"}

test_fail_when_public if {
	denied(true, set(), set(), set()) == 1
	denied(true, settings - restrict, settings - restrict, settings - restrict) == 1
}

test_pass_when_restricted_anywhere if {
	denied(true, restrict, set(), set()) == 0
	denied(true, set(), restrict, set()) == 0
	denied(true, set(), set(), restrict) == 0
}

test_pass_when_not_public if {
	denied(false, set(), set(), set()) == 0
}
