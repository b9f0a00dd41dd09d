package lib.lifecycle_test

import data.lib.lifecycle

rule := {
	"id": "r", "enabled": true, "prefix": "", "tags": {}, "min_size": null, "max_size": null,
	"expiration_days": 30, "expiration_date": null, "expired_delete_marker": false, "noncurrent_days": 10,
	"noncurrent_keep": null, "abort_multipart_days": 7, "transitions": [],
}

now := "2026-11-01T00:00:00Z"

test_the_shortest_rule_counts if {
	shorter := {"expiration_days": 20, "noncurrent_days": 5, "abort_multipart_days": 3}
	rules := [rule, object.union(rule, shorter)]
	lifecycle.current_days(rules, "", now) == 20
	lifecycle.noncurrent_days(rules, "") == 5
	lifecycle.abort_days(rules) == 3
}

test_no_rules if {
	not lifecycle.current_days([], "", now)
	not lifecycle.noncurrent_days([], "")
	not lifecycle.abort_days([])
}

partial := [
	{"enabled": false},
	{"prefix": "logs/"},
	{"tags": {"keep": "no"}},
	{"min_size": 1},
	{"max_size": 1000},
]

test_rules_that_leave_something_out_do_not_count if {
	every change in partial {
		lifecycle.covering([_with(change)], "") == []
		not lifecycle.current_days([_with(change)], "", now)
		not lifecycle.noncurrent_days([_with(change)], "")
	}
}

test_a_rule_covers_what_lies_below_its_prefix if {
	rules := [_with({"prefix": "crm/"})]
	lifecycle.current_days(rules, "crm/", now) == 30
	lifecycle.noncurrent_days(rules, "crm/old/") == 10
	not lifecycle.current_days(rules, "crm", now)
	not lifecycle.current_days(rules, "sales/", now)
	not lifecycle.noncurrent_days(rules, "")
}

test_a_date_counts_once_it_is_there if {
	lifecycle.current_days([_dated("2026-11-01T00:00:00Z")], "", now) == 0
	not lifecycle.current_days([_dated("2026-11-02T00:00:00Z")], "", now)
}

_dated(date) := _with({"expiration_days": null, "expiration_date": date})

test_neither_transitions_nor_delete_markers_end_an_object if {
	moved := {"days": 1, "date": null, "storage_class": "GLACIER"}
	without := {"expiration_days": null, "noncurrent_days": null}
	rules := [_with(object.union(without, {"transitions": [moved], "expired_delete_marker": true}))]
	not lifecycle.current_days(rules, "", now)
	not lifecycle.noncurrent_days(rules, "")
}

_with(change) := object.union(object.remove(rule, object.keys(change)), change)

test_a_minimum_of_zero_bytes_leaves_nothing_out if {
	lifecycle.current_days([object.union(rule, {"min_size": 0})], "", now) == 30
}

test_kept_newer_versions_never_end if {
	not lifecycle.noncurrent_days([object.union(rule, {"noncurrent_keep": 3})], "")
}

test_uploads_have_no_size_yet if {
	lifecycle.abort_days([object.union(rule, {"min_size": 1000})]) == 7
	not lifecycle.abort_days([object.union(rule, {"enabled": false})])
	not lifecycle.abort_days([object.union(rule, {"prefix": "logs/"})])
}

test_the_earliest_end_of_some_object if {
	lifecycle.earliest_days([rule], "AWSLogs/", false) == 30
	lifecycle.earliest_days([_with({"prefix": "AWSLogs/1111/"})], "AWSLogs/", false) == 30
	lifecycle.earliest_days([_with({"prefix": "AWS"}), _with({"expiration_days": 90})], "AWSLogs/", false) == 30
	lifecycle.earliest_days([_with({"min_size": 5})], "AWSLogs/", false) == 30
	dated := _with({"expiration_days": null, "expiration_date": "2027-01-01T00:00:00Z"})
	lifecycle.earliest_days([dated], "AWSLogs/", false) == 0
}

test_no_end_of_any_object if {
	not lifecycle.earliest_days([], "AWSLogs/", false)
	not lifecycle.earliest_days([_with({"enabled": false})], "AWSLogs/", false)
	not lifecycle.earliest_days([_with({"prefix": "other/"})], "AWSLogs/", false)
	not lifecycle.earliest_days([_with({"tags": {"a": "b"}})], "AWSLogs/", false)
	not lifecycle.earliest_days([_with({"expiration_days": null})], "AWSLogs/", false)
}

test_versions_outlive_the_expiry if {
	lifecycle.earliest_days([rule], "AWSLogs/", true) == 40
	not lifecycle.earliest_days([_with({"noncurrent_days": null})], "AWSLogs/", true)
	not lifecycle.earliest_days([_with({"noncurrent_keep": 1})], "AWSLogs/", true)
	not lifecycle.earliest_days([_with({"expiration_days": null})], "AWSLogs/", true)
}
