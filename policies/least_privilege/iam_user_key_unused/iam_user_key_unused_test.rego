package least_privilege.iam_user_key_unused_test

import data.least_privilege.iam_user_key_unused as check

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

test_pass_in_use_or_new_or_inactive if {
	denied({"keys": [key]}) == 0
	denied({"keys": [object.union(key, {"created": "2020-01-01T00:00:00Z"})]}) == 0
	denied({"keys": [object.union(key, {"last_used": null})]}) == 0
	denied({"keys": [object.union(key, {"last_used": "2020-01-01T00:00:00Z", "active": false})]}) == 0
}

test_fail_unused if {
	denied({"keys": [object.union(key, {"last_used": "2026-08-12T11:59:59Z"})]}) == 1
	denied({"keys": [object.union(key, {"last_used": null, "created": "2026-01-01T00:00:00Z"})]}) == 1
}

test_unknown_when_neither_time_is_told if {
	timeless := user({"keys": [object.union(key, {"created": null, "last_used": null})]})
	count(check.unknown) == 1 with input as timeless
	count(check.unknown) == 0 with input as user({"keys": [key]})
}

test_not_applicable_without_active_keys if {
	check.not_applicable with input as user({})
	not check.not_applicable with input as user({"keys": [key]})
}
