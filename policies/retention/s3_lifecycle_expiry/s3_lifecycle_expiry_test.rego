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
	"prefixes": [{"prefix": "", "retention_days": 365}],
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
	paths := {found.path | some found in check.deny} with input as facts
		with data.parameters as grace
		with data.run as {"now": "2026-11-01T00:00:00Z"}
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
	{found.severity | some found in check.deny} == {"high"} with input as facts
		with data.parameters as grace
		with data.run as {"now": "2026-11-01T00:00:00Z"}
}

test_not_applicable_without_a_dataset if {
	check.not_applicable with input as object.union(bucket({}), {"dataset": null})
}

with_prefixes(prefixes, rules) := paths if {
	held := object.union(object.remove(dataset("general"), ["prefixes"]), {"prefixes": prefixes})
	facts := bucket({"versioning": {"status": "Enabled", "mfa_delete": false}, "lifecycle": {"rules": rules}})
	given := object.union(object.remove(facts, ["dataset"]), {"dataset": held})
	paths := {found.path | some found in check.deny} with input as given
		with data.parameters as grace
		with data.run as {"now": "2026-11-01T00:00:00Z"}
}

ends(prefix, days) := changed({"prefix": prefix, "expiration_days": days, "noncurrent_days": 1})

two := [{"prefix": "crm/", "retention_days": 30}, {"prefix": "sales/", "retention_days": 365}]

test_pass_each_prefix_by_its_own_rule if {
	with_prefixes(two, [ends("crm/", 30), ends("sales/", 365)]) == set()
	with_prefixes(two, [ends("", 30)]) == set()
	with_prefixes(two, [ends("c", 30), ends("sales/", 365)]) == set()
}

test_fail_for_the_prefix_that_is_left_out if {
	with_prefixes(two, [ends("crm/", 30), ends("sales/2026/", 365)]) == {"current/sales/", "noncurrent/sales/"}
	with_prefixes(two, [ends("", 365)]) == {"current/crm/"}
}

test_fail_for_the_rest_of_a_bucket_that_is_all_customer_data if {
	all := [{"prefix": "", "retention_days": 365}, {"prefix": "crm/", "retention_days": 30}]
	with_prefixes(all, [ends("crm/", 30)]) == {"current", "noncurrent"}
	with_prefixes(all, [ends("crm/", 30), ends("", 365)]) == set()
}

test_fail_for_a_snapshot_that_tells_no_prefixes if {
	old := object.remove(dataset("general"), ["prefixes"])
	facts := bucket({"versioning": {"status": "Disabled", "mfa_delete": false}, "lifecycle": {"rules": []}})
	given := object.union(object.remove(facts, ["dataset"]), {"dataset": old})
	{found.path | some found in check.deny} == {"current"} with input as given
		with data.parameters as grace
		with data.run as {"now": "2026-11-01T00:00:00Z"}
}

test_pass_for_a_date_that_is_over if {
	dated := changed({"expiration_date": "2026-10-01T00:00:00Z", "noncurrent_days": 30})
	denied("Enabled", [dated]) == set()
}

test_fail_for_what_ends_nothing if {
	moved := {"days": 1, "date": null, "storage_class": "GLACIER"}
	marker := changed({"transitions": [moved], "expired_delete_marker": true})
	denied("Enabled", [marker]) == {"current", "noncurrent"}
}
