package least_privilege.iam_user_two_keys_test

import data.least_privilege.iam_user_two_keys as check

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
		with data.parameters as {"dormant_days": 90, "iam_key_overlap_days": 14}
		with data.run as {"now": "2026-11-10T12:00:00Z"}
}

old := object.union(key, {"slot": 2, "created": "2026-01-01T00:00:00Z"})

test_pass_with_one if {
	denied({"keys": [key]}) == 0
	denied({"keys": [key, object.union(old, {"active": false})]}) == 0
}

test_pass_while_one_is_replaced if {
	denied({"keys": [object.union(key, {"created": "2026-11-01T00:00:00Z"}), old]}) == 0
}

test_fail_with_two if {
	denied({"keys": [key, old]}) == 1
	denied({"keys": [object.union(key, {"created": null}), object.union(old, {"created": null})]}) == 1
}

test_not_applicable_without_keys if {
	check.not_applicable with input as user({})
	not check.not_applicable with input as user({"keys": [key]})
}
