package least_privilege.iam_root_mfa_test

import data.least_privilege.iam_root_mfa as check

account(summary) := {
	"id": "aws:111122223333/iam",
	"type": "iam.account",
	"name": "111122223333",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {"summary": object.union(sound, summary)},
}

sound := {"users": 3, "root_mfa": true, "root_keys": 0, "root_certificates": 0, "root_password": true}

denied(summary) := amount if {
	amount := count(check.deny) with input as account(summary)
}

test_pass_with_a_second_factor if {
	denied({}) == 0
}

test_fail_without if {
	denied({"root_mfa": false}) == 1
}

test_fail_when_it_is_not_told_whether_there_is_a_password if {
	denied({"root_mfa": false, "root_password": null}) == 1
	not check.not_applicable with input as account({"root_password": null})
}

test_not_applicable_without_a_password if {
	check.not_applicable with input as account({"root_mfa": false, "root_password": false})
	denied({"root_mfa": false, "root_password": false}) == 0
	not check.not_applicable with input as account({})
}
