package retention.s3_replication_retention_test

import data.retention.s3_replication_retention as check

bucket(facts, dataset) := {
	"id": "arn:aws:s3:::b",
	"type": "s3.bucket",
	"name": "b",
	"target": "prod",
	"labels": {},
	"dataset": dataset,
	"facts": facts,
}

held(classification, days) := {
	"ids": ["crm"],
	"classification": classification,
	"retention_days": days,
	"owner": "sales",
	"prefixes": [{"prefix": "", "retention_days": days}],
}

rule := {
	"id": "copy",
	"enabled": true,
	"prefix": "",
	"tags": {},
	"bucket": "copies",
	"account": null,
	"delete_markers": true,
	"kms_objects": false,
	"kms_key_id": null,
}

changed(change) := object.union(rule, change)

ending := {
	"id": "r", "enabled": true, "prefix": "", "tags": {}, "min_size": null, "max_size": null,
	"expiration_days": 335, "expiration_date": null, "expired_delete_marker": false, "noncurrent_days": 30,
	"noncurrent_keep": null, "abort_multipart_days": null, "transitions": [],
}

inventory(rules) := {"s3.bucket": {"by": {}, "all": [{
	"id": "arn:aws:s3:::copies", "name": "copies", "target": "prod", "lifecycle": {"rules": rules},
}]}}

facts(rules, dataset) := bucket({"replication": {"rules": rules}}, dataset)

paths(document, rules) := {found.path | some found in all} if {
	all := check.deny with input as document
		with data.parameters as {"destruction_grace_days": 30}
		with data.inventory as inventory(rules)
		with data.run as {"now": "2026-11-01T00:00:00Z"}
}

crm := held("sensitive", 365)

test_pass_when_replicas_end_in_time if {
	paths(facts([rule], crm), [ending]) == set()
	below := object.union(ending, {"prefix": "crm/"})
	paths(facts([changed({"prefix": "crm/"})], crm), [below]) == set()
}

test_fail_when_replicas_stay if {
	paths(facts([rule], crm), []) == {"copies/"}
	too_long := object.union(ending, {"expiration_days": 400})
	paths(facts([rule], crm), [too_long]) == {"copies/"}
	hidden := object.union(object.remove(ending, ["noncurrent_days"]), {"noncurrent_days": null})
	paths(facts([rule], crm), [hidden]) == {"copies/"}
	paths(facts([rule], crm), [object.union(ending, {"prefix": "crm/"})]) == {"copies/"}
}

test_fail_when_nobody_audits_the_destination if {
	paths(facts([changed({"bucket": "elsewhere"})], crm), [ending]) == {"elsewhere/"}
}

test_pass_when_the_replicated_prefix_holds_no_dataset if {
	below := object.union(object.remove(crm, ["prefixes"]), {"prefixes": [{"prefix": "crm/", "retention_days": 365}]})
	paths(facts([changed({"prefix": "builds/"})], below), []) == set()
	paths(facts([changed({"prefix": "crm/eu/"})], below), []) == {"copies/crm/eu/"}
	paths(facts([rule], below), []) == {"copies/crm/"}
}

test_fail_for_a_snapshot_that_tells_no_prefixes if {
	paths(facts([rule], object.remove(crm, ["prefixes"])), []) == {"copies/"}
}

test_not_applicable_without_replication_or_dataset if {
	check.not_applicable with input as facts([], crm)
	check.not_applicable with input as facts([changed({"enabled": false})], crm)
	check.not_applicable with input as facts([rule], null)
	not check.not_applicable with input as facts([rule], crm)
}
