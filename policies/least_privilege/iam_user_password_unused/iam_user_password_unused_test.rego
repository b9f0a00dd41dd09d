package least_privilege.iam_user_password_unused_test

import data.least_privilege.iam_user_password_unused as check

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

password(used, changed) := {"password": {"enabled": true, "last_used": used, "last_changed": changed}}

test_pass_in_use_or_new if {
	denied({}) == 0
	denied(password(null, "2026-11-01T00:00:00Z")) == 0
}

test_fail_unused if {
	denied(password("2026-08-12T11:59:59Z", "2026-11-01T00:00:00Z")) == 1
	denied(password(null, "2026-01-01T00:00:00Z")) == 1
}

test_unknown_when_neither_time_is_told if {
	count(check.unknown) == 1 with input as user(password(null, null))
	count(check.unknown) == 0 with input as user({})
}

test_not_applicable_without_a_password if {
	check.not_applicable with input as user({"password": off})
	not check.not_applicable with input as user({})
}
