package lib.records.condition_test

import data.lib.records.condition
import data.lib.records.when
import data.lib.records.when_test

clock := when.clock(when_test.run)

test_present if {
	every value in ["x", 0, false, ["x"], true] {
		condition.present(value)
	}
	every value in [null, "", []] {
		not condition.present(value)
	}
}

test_values if {
	condition.values("x") == ["x"]
	condition.values(["x", "y"]) == ["x", "y"]
	condition.values(null) == []
}

test_lists if {
	condition.contains_all(["a", "b"], ["a"])
	not condition.contains_all(["a"], ["a", "b"])
	not condition.contains_all(null, ["a"])
	condition.only(["a"], ["a", "b"])
	condition.only("a", ["a", "b"])
	not condition.only(["a", "c"], ["a", "b"])
	not condition.only([], ["a"])
	not condition.only(null, ["a"])
}

test_an_empty_value_compares_with_nothing if {
	not condition.number_above(null, 1)
	not condition.number_above(1, null)
	not condition.number_at_least(null, null)
	not condition.time_at_least(null, "2026-10-01", clock)
	not condition.time_at_least("2026-10-01", null, clock)
	not condition.time_within(null, 30, "days", clock)
}

test_numbers if {
	condition.number_above(2, 1)
	not condition.number_above(1, 1)
	condition.number_at_least(1, 1)
	not condition.number_at_least(0, 1)
}

test_times if {
	condition.time_above("2026-10-02", "2026-10-01", clock)
	not condition.time_above("2026-10-01", "2026-10-01", clock)
	condition.time_at_least("2026-10-01", "2026-09-30T16:00:00Z", clock)
	not condition.time_at_least("2026-10-01", "2026-09-30T16:00:01Z", clock)
}

test_within if {
	condition.time_within("2026-10-30", 30, "days", clock)
	not condition.time_within("2026-10-28", 30, "days", clock)
	not condition.time_within("2026-11-29", 30, "days", clock)
}

test_distinct_values_stand_alone_or_in_lists if {
	condition.distinct(["a", null, ["b", "a"], [], "c", "d"], [0, 1, 2, 3, 4]) == {"a", "b", "c"}
	condition.distinct([], []) == set()
}
