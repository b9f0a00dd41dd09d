package least_privilege.secrets_policy_public_test

import data.least_privilege.secrets_policy_public as check

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

holding(statements) := object.union(secret({}, {}), {"facts": {"policy": {"statements": statements}}})

statement := {
	"sid": "",
	"effect": "Allow",
	"principals": {"AWS": ["arn:aws:iam::111122223333:role/app"]},
	"not_principals": {},
	"actions": ["secretsmanager:GetSecretValue"],
	"not_actions": [],
	"resources": ["*"],
	"not_resources": [],
	"conditions": {},
}

changed(change) := object.union(object.remove(statement, object.keys(change)), change)

everyone := {"principals": {"*": ["*"]}}

test_pass_without_a_policy_or_with_known_principals if {
	count(check.deny) == 0 with input as holding([])
	count(check.deny) == 0 with input as holding([statement])
}

test_pass_when_a_condition_limits if {
	limited := changed(object.union(everyone, {"conditions": {"StringEquals": {"aws:principalorgid": ["o-abc"]}}}))
	count(check.deny) == 0 with input as holding([limited])
}

test_pass_when_strangers_are_denied if {
	guard := changed({
		"effect": "Deny",
		"principals": {"*": ["*"]},
		"actions": ["secretsmanager:*"],
		"conditions": {"StringNotEquals": {"aws:principalorgid": ["o-abc"]}},
	})
	count(check.deny) == 0 with input as holding([changed(everyone), guard])
}

test_fail_for_everyone if {
	count(check.deny) == 1 with input as holding([statement, changed(everyone)])
}

test_fail_when_the_condition_does_not_limit if {
	staged := changed(object.union(everyone, {"conditions": {"ForAnyValue:StringEquals": {
		"secretsmanager:versionstage": ["AWSCURRENT"],
	}}}))
	count(check.deny) == 1 with input as holding([staged])
}

test_not_applicable_to_deleted_secrets if {
	check.not_applicable with input as secret({"deleted": "2026-11-01T00:00:00Z"}, {})
	not check.not_applicable with input as holding([])
}
