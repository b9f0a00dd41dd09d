package retention.s3_lifecycle_expiry_test

import data.retention.s3_lifecycle_expiry as check

bucket(facts) := {
	"id": "arn:aws:s3:::b",
	"type": "s3.bucket",
	"name": "b",
	"target": "prod",
	"labels": {},
	"dataset": dataset("general"),
	"facts": facts,
}

dataset(classification) := {
	"ids": ["crm"],
	"classification": classification,
	"retention_days": 365,
	"owner": "sales",
}

rule := {
	"id": "r",
	"enabled": true,
	"prefix": "",
	"tags": {},
	"min_size": null,
	"max_size": null,
	"expiration_days": null,
	"expiration_date": null,
	"expired_delete_marker": false,
	"noncurrent_days": null,
	"noncurrent_keep": null,
	"abort_multipart_days": null,
	"transitions": [],
}

changed(change) := object.union(object.remove(rule, object.keys(change)), change)

grace := {"destruction_grace_days": 30}

denied(status, rules) := paths if {
	facts := bucket({"versioning": {"status": status, "mfa_delete": false}, "lifecycle": {"rules": rules}})
	paths := {found.path | some found in check.deny} with input as facts with data.parameters as grace
}

test_pass_without_versions if {
	denied("Disabled", [changed({"expiration_days": 365})]) == set()
	denied("Disabled", [changed({"expiration_days": 395})]) == set()
}

test_pass_with_versions if {
	denied("Enabled", [changed({"expiration_days": 335, "noncurrent_days": 30})]) == set()
	two := [changed({"expiration_days": 365}), changed({"noncurrent_days": 30})]
	denied("Suspended", two) == set()
}

test_fail_without_rules if {
	denied("Disabled", []) == {"current"}
	denied("Enabled", []) == {"current", "noncurrent"}
}

test_fail_when_too_long if {
	denied("Disabled", [changed({"expiration_days": 396})]) == {"current"}
}

test_fail_when_versions_stay if {
	denied("Enabled", [changed({"expiration_days": 365})]) == {"noncurrent"}
	denied("Suspended", [changed({"expiration_days": 365})]) == {"noncurrent"}
	kept := changed({"expiration_days": 300, "noncurrent_days": 30, "noncurrent_keep": 5})
	denied("Enabled", [kept]) == {"noncurrent"}
}

test_fail_when_both_together_last_too_long if {
	denied("Enabled", [changed({"expiration_days": 365, "noncurrent_days": 365})]) == {"noncurrent"}
}

test_fail_when_rules_leave_something_out if {
	every change in [
		{"enabled": false},
		{"prefix": "logs/"},
		{"tags": {"a": "b"}},
		{"min_size": 100},
		{"expiration_days": null, "expiration_date": "2026-12-01"},
	] {
		denied("Disabled", [object.union(changed({"expiration_days": 30}), change)]) == {"current"}
	}
}

test_fail_sensitive_data_is_more_severe if {
	facts := object.union(
		bucket({"versioning": {"status": "Disabled", "mfa_delete": false}, "lifecycle": {"rules": []}}),
		{"dataset": dataset("sensitive")},
	)
	{found.severity | some found in check.deny} == {"high"} with input as facts with data.parameters as grace
}

test_not_applicable_without_a_dataset if {
	check.not_applicable with input as object.union(bucket({}), {"dataset": null})
}
