package least_privilege.secrets_unused_test

import data.least_privilege.secrets_unused as check

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

denied(about) := amount if {
	amount := count(check.deny) with input as secret(about, {})
		with data.parameters as {"secret_unused_days": 90}
		with data.run as now
}

test_pass_when_read_or_new if {
	denied({}) == 0
	denied({"created": "2026-10-01T00:00:00Z", "accessed": null}) == 0
}

test_fail_when_not_read if {
	denied({"accessed": "2026-08-01T00:00:00Z"}) == 1
	denied({"accessed": null}) == 1
}

test_unknown_for_what_is_no_time if {
	count(check.unknown) == 1 with input as secret({"accessed": "long ago"}, {})
	count(check.unknown) == 0 with input as secret({}, {})
}

test_not_applicable_to_deleted_copied_and_service_secrets if {
	every change in [{"deleted": "2026-11-01T00:00:00Z"}, {"replica": true}, {"owning_service": "rds"}] {
		check.not_applicable with input as secret(change, {})
	}
	not check.not_applicable with input as secret({}, {"enabled": false})
}
