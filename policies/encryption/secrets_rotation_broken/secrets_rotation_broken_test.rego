package encryption.secrets_rotation_broken_test

import data.encryption.secrets_rotation_broken as check

secret(about, rotation) := {
	"id": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-AbCdEf",
	"type": "secrets.secret",
	"name": "db",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {"secret": object.union(known, about), "rotation": object.union(none, rotation)},
}

known := {
	"created": "2024-01-01T00:00:00Z",
	"changed": "2026-10-01T00:00:00Z",
	"accessed": "2026-11-20T00:00:00Z",
	"deleted": null,
	"kms_key_id": null,
	"owning_service": null,
	"replica": false,
}

none := {"enabled": false, "interval_days": null, "rotated": null, "next": null}

now := {"now": "2026-11-22T00:00:00Z"}

rotating(change) := object.union({"enabled": true, "interval_days": 30}, change)

denied(rotation) := amount if {
	amount := count(check.deny) with input as secret({}, rotating(rotation))
		with data.parameters as {"secret_rotation_grace_days": 7}
		with data.run as now
}

doubts(rotation) := amount if {
	amount := count(check.unknown) with input as secret({}, rotating(rotation))
		with data.parameters as {"secret_rotation_grace_days": 7}
		with data.run as now
}

test_pass_when_it_rotates if {
	denied({"rotated": "2026-11-01T00:00:00Z", "next": "2026-12-01T00:00:00Z"}) == 0
	denied({"rotated": "2026-10-17T00:00:00Z", "next": null}) == 0
	doubts({"rotated": "2026-11-01T00:00:00Z", "next": null}) == 0
}

test_pass_when_it_was_just_switched_on if {
	denied({"rotated": null, "next": "2026-12-01T00:00:00Z"}) == 0
	denied({"interval_days": null, "next": "2026-12-01T00:00:00Z"}) == 0
	doubts({"interval_days": null, "next": "2026-12-01T00:00:00Z"}) == 0
}

test_fail_when_the_next_one_is_overdue if {
	denied({"rotated": "2026-10-14T00:00:00Z", "next": "2026-11-14T00:00:00Z"}) == 1
}

test_fail_when_the_last_one_is_too_long_ago if {
	denied({"rotated": "2026-10-01T00:00:00Z", "next": "2026-12-01T00:00:00Z"}) == 1
	denied({"rotated": null, "next": null}) == 1
}

test_unknown_without_an_interval if {
	doubts({"interval_days": null, "next": null}) == 1
	doubts({"interval_days": null, "rotated": "2026-11-01T00:00:00Z", "next": "soon"}) == 1
}

test_not_applicable_to_others if {
	check.not_applicable with input as secret({}, {})
	check.not_applicable with input as secret({"deleted": "2026-11-01T00:00:00Z"}, rotating({}))
	check.not_applicable with input as secret({"replica": true}, rotating({}))
	not check.not_applicable with input as secret({"owning_service": "rds"}, rotating({}))
}
