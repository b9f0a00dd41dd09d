package lib.dates_test

import data.lib.dates

test_days if {
	dates.day_start("1970-01-02") == dates.hours(24)
	dates.day_start("2024-03-01") - dates.day_start("2024-02-29") == dates.hours(24)
	dates.day_start("2000-02-29") < dates.day_start("2000-03-31")
}

test_what_is_no_day_is_undefined if {
	every text in [
		null, 3, "", "2026-1-1", "2026-02-30", "2025-02-29", "1900-02-29", "2026-04-31", "2026-13-01",
		"31.01.2026", "9999-12-31", "0001-01-01", "2026-01-01T00:00:00Z", "2026-01-011",
	] {
		not dates.day_start(text)
	}
}

test_instants if {
	dates.instant("1970-01-01T01:00:00Z") == dates.hours(1)
	dates.instant("1970-01-01T01:00:00.5+00:00") == dates.hours(1) + 500000000
}

test_what_is_no_instant_is_undefined if {
	every text in [
		null, "", "2026-01-01", "2026-01-01T24:00:00Z", "2026-01-01T00:00:00", "2026-01-01T00:00:00+01:00",
		"2026-02-30T00:00:00Z", "yesterday",
	] {
		not dates.instant(text)
	}
}
