package least_privilege.iam_user_mfa_test

import data.least_privilege.iam_user_mfa as check

user(change) := {
	"id": "arn:aws:iam::111122223333:user/ann",
	"type": "iam.user",
	"name": "ann",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {"credentials": object.union(sound, change)},
}

sound := {
	"as_of": "2026-11-10T09:00:00Z",
	"password": {"enabled": true, "last_used": "2026-11-09T08:00:00Z", "last_changed": "2026-01-01T00:00:00Z"},
	"mfa": true,
	"keys": [],
}

key := {
	"slot": 1,
	"active": true,
	"created": "2026-10-01T00:00:00Z",
	"last_used": "2026-11-09T08:00:00Z",
}

off := {"enabled": false, "last_used": null, "last_changed": null}

denied(change) := amount if {
	amount := count(check.deny) with input as user(change)
		with data.parameters as {"dormant_days": 90, "iam_key_max_days": 90}
		with data.run as {"now": "2026-11-10T12:00:00Z"}
}

test_pass_with_a_second_factor if {
	denied({}) == 0
}

test_fail_without if {
	denied({"mfa": false}) == 1
}

test_not_applicable_without_a_password if {
	check.not_applicable with input as user({"mfa": false, "password": off})
	denied({"mfa": false, "password": off}) == 0
	not check.not_applicable with input as user({})
}
