package lib.records.when_test

import data.lib.records.when

# The fourth quarter of 2026 in Shanghai, eight hours ahead of UTC.
run := {
	"now": "2026-11-28T02:00:00Z",
	"period": "2026-Q4",
	"period_start": "2026-09-30T16:00:00Z",
	"period_end": "2026-12-31T16:00:00Z",
	"period_first": "2026-10-01",
	"period_last": "2026-12-31",
}

clock := when.clock(run)

ns(text) := time.parse_rfc3339_ns(text)

test_days_begin_in_the_zone_of_the_workspace if {
	when.instant("2026-10-01", clock) == clock.start
	when.completed("2026-12-31", clock) == clock.end
	when.instant("2026-10-01T08:30:00Z", clock) == ns("2026-10-01T08:30:00Z")
	when.completed("2026-10-01T08:30:00Z", clock) == ns("2026-10-01T08:30:00Z")
}

test_nothing_is_no_instant if {
	not when.instant(null, clock)
	not when.completed(null, clock)
	not when.instant(7, clock)
}

test_the_latest_moment_is_now_or_the_end if {
	clock.latest == ns("2026-11-28T02:00:00Z")
	later := when.clock(object.union(run, {"now": "2027-01-09T00:00:00Z"}))
	later.latest == later.end
}

test_lengths if {
	from := ns("2026-01-31T10:00:00Z")
	when.shifted(from, 90, "minutes") == ns("2026-01-31T11:30:00Z")
	when.shifted(from, 24, "hours") == ns("2026-02-01T10:00:00Z")
	when.shifted(from, -30, "days") == ns("2026-01-01T10:00:00Z")
	when.shifted(from, 2, "weeks") == ns("2026-02-14T10:00:00Z")
	when.shifted(from, -12, "months") == ns("2025-01-31T10:00:00Z")
	when.shifted(from, 1, "years") == ns("2027-01-31T10:00:00Z")
}

test_instants_of_a_column if {
	column := ["2026-10-01", null, "2026-10-01T08:30:00Z", "2026-10-02"]
	when.instants(column, [0, 1, 2], clock) == {
		"2026-10-01": when.instant("2026-10-01", clock),
		"2026-10-01T08:30:00Z": when.instant("2026-10-01T08:30:00Z", clock),
	}
	when.instants(column, [1], clock) == {}
}
