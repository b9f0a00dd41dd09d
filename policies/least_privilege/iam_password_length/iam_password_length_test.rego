package least_privilege.iam_password_length_test

import data.least_privilege.iam_password_length as check

account(policy, users) := {
	"id": "aws:111122223333/iam",
	"type": "iam.account",
	"name": "111122223333",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {
		"password_policy": object.union(default_policy, policy),
		"summary": {"users": users, "root_mfa": true, "root_keys": 0, "root_certificates": 0, "root_password": true},
	},
}

default_policy := {
	"custom": false,
	"min_length": 8,
	"symbols": false,
	"numbers": false,
	"uppercase": false,
	"lowercase": false,
	"reuse_prevention": 0,
	"max_age_days": null,
}

denied(policy) := amount if {
	amount := count(check.deny) with input as account(policy, 3)
		with data.parameters as {"password_min_length": 12, "iam_password_reuse": 24}
}

test_pass_long_enough if {
	denied({"custom": true, "min_length": 12}) == 0
}

test_fail_too_short if {
	denied({"custom": true, "min_length": 11}) == 1
}

test_fail_without_a_policy if {
	some found in check.deny with input as account({}, 3) with data.parameters as {"password_min_length": 12}
	contains(found.msg, "default password policy")
}

test_not_applicable_without_users if {
	check.not_applicable with input as account({}, 0)
	not check.not_applicable with input as account({}, 1)
}
