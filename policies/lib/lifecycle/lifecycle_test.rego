package lib.lifecycle_test

import data.lib.lifecycle

rule := {
	"id": "r", "enabled": true, "prefix": "", "tags": {}, "min_size": null, "max_size": null,
	"expiration_days": 30, "expiration_date": null, "expired_delete_marker": false, "noncurrent_days": 10,
	"noncurrent_keep": null, "abort_multipart_days": 7, "transitions": [],
}

test_the_shortest_rule_counts if {
	shorter := {"expiration_days": 20, "noncurrent_days": 5, "abort_multipart_days": 3}
	rules := [rule, object.union(rule, shorter)]
	lifecycle.current_days(rules) == 20
	lifecycle.noncurrent_days(rules) == 5
	lifecycle.abort_days(rules) == 3
}

test_no_rules if {
	not lifecycle.current_days([])
	not lifecycle.noncurrent_days([])
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
		lifecycle.whole([_with(change)]) == []
		not lifecycle.current_days([_with(change)])
	}
}

_with(change) := object.union(object.remove(rule, object.keys(change)), change)

test_a_minimum_of_zero_bytes_leaves_nothing_out if {
	lifecycle.current_days([object.union(rule, {"min_size": 0})]) == 30
}

test_kept_newer_versions_never_end if {
	not lifecycle.noncurrent_days([object.union(rule, {"noncurrent_keep": 3})])
}

test_uploads_have_no_size_yet if {
	lifecycle.abort_days([object.union(rule, {"min_size": 1000})]) == 7
	not lifecycle.abort_days([object.union(rule, {"enabled": false})])
	not lifecycle.abort_days([object.union(rule, {"prefix": "logs/"})])
}
