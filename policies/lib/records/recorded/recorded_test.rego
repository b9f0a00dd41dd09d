package lib.records.recorded_test

import data.lib.records.recorded
import data.lib.records.when
import data.lib.records.when_test

run := object.union(when_test.run, {"intervals": {
	"month": [
		{"name": "2026-10", "start": "2026-09-30T16:00:00Z", "end": "2026-10-31T16:00:00Z", "over": true, "due": true},
		{"name": "2026-11", "start": "2026-10-31T16:00:00Z", "end": "2026-11-30T16:00:00Z", "over": false, "due": true},
	],
	"year": [{"name": "2026", "start": "2025-12-31T16:00:00Z", "end": "2026-12-31T16:00:00Z", "over": false, "due": true}],
}})

clock := when.clock(run)

rule := {
	"rows": [0, 1],
	"date": ["2026-10-31", "2026-11-02"],
	"intervals": recorded.intervals(run, "month", clock),
	"at_least": 1,
	"grouped": false,
	"groups": [],
	"per": [],
	"what": "Monthly check",
	"what_zh": "每月检查",
}

test_only_what_is_over_is_asked_for if {
	[month] := recorded.intervals(run, "month", clock)
	month.name == "2026-10"
}

test_without_an_interval_that_is_over_the_last_time_of_that_length if {
	[year] := recorded.intervals(run, "year", clock)
	year.name == "the last 12 months"
	year.start == time.parse_rfc3339_ns("2025-11-28T02:00:00Z")
	year.end == clock.now
}

test_enough if {
	recorded.findings(rule, clock) == []
}

test_too_few if {
	[deny] := recorded.findings(object.union(rule, {"rows": [1]}), clock)
	deny.msg == "Monthly check: 0 of at least 1 records in 2026-10"
	deny.path == "2026-10"
	[more] := recorded.findings(object.union(rule, {"at_least": 2}), clock)
	startswith(more.msg, "Monthly check: 1 of at least 2")
}

test_an_empty_date_is_no_record if {
	count(recorded.findings(object.union(rule, {"date": [null, null]}), clock)) == 1
}

test_groups if {
	grouped := object.union(rule, {"grouped": true, "groups": ["crm", "shop"], "per": ["crm", "shop"]})
	[deny] := recorded.findings(grouped, clock)
	deny.path == "2026-10/shop"
	both := object.union(grouped, {"per": [["crm", "shop"], null]})
	recorded.findings(both, clock) == []
	[twice] := recorded.findings(object.union(both, {"at_least": 2, "groups": ["crm"]}), clock)
	twice.path == "2026-10/crm"
}

test_no_groups_are_nothing_to_compare_with if {
	[deny] := recorded.findings(object.union(rule, {"grouped": true, "groups": [], "per": ["crm", "shop"]}), clock)
	deny.msg == "Monthly check: there is nothing to compare with"
}
