package least_privilege.iam_root_keys_test

import data.least_privilege.iam_root_keys as check

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

test_pass_without if {
	denied({}) == 0
}

test_fail_with_either if {
	denied({"root_keys": 1}) == 1
	denied({"root_certificates": 1}) == 1
	denied({"root_keys": 1, "root_certificates": 1}) == 2
}
