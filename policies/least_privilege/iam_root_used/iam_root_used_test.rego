package least_privilege.iam_root_used_test

import data.least_privilege.iam_root_used as check

account(password, keys) := {
	"id": "aws:111122223333/iam",
	"type": "iam.account",
	"name": "111122223333",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {"root": {
		"as_of": "2026-11-10T09:00:00Z",
		"password_last_used": password,
		"keys_last_used": keys,
	}},
}

denied(password, keys) := paths if {
	paths := {found.path | some found in check.deny} with input as account(password, keys)
		with data.parameters as {"iam_root_quiet_days": 30}
		with data.run as {"now": "2026-11-10T12:00:00Z"}
}

test_pass_never_or_long_ago if {
	denied(null, null) == set()
	denied("2026-10-11T12:00:00Z", "2020-01-01T00:00:00Z") == set()
}

test_fail_used_lately if {
	denied("2026-10-11T12:00:01Z", null) == {"password"}
	denied(null, "2026-11-09T00:00:00Z") == {"access key"}
	denied("2026-11-09T00:00:00Z", "2026-11-09T00:00:00Z") == {"password", "access key"}
}
