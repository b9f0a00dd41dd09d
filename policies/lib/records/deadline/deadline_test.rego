package lib.records.deadline_test

import data.lib.records.deadline
import data.lib.records.when
import data.lib.records.when_test

clock := when.clock(when_test.run)

table := {"key": ["V-1", "V-2", "V-3", "V-4"]}

rule := {
	"rows": [0, 1, 2, 3],
	"name": "fixed_at",
	"from_name": "found_at",
	"to_name": "fixed_at",
	"from": ["2026-11-01T08:00:00Z", "2026-11-01T08:00:00Z", "2026-11-26T08:00:00Z", "2026-11-27T08:00:00Z"],
	"to": ["2026-11-02T08:00:00Z", "2026-11-02T08:00:01Z", null, null],
	"limits": {"": 24},
	"unit": "hours",
	"kinds": [],
	"grades": ["low", "high", "high", "high"],
	"severities": {"high": "critical"},
}

paths(denies) := {deny.path | some deny in denies}

test_late_and_open_rows if {
	denies := deadline.findings(table, rule, clock)
	paths(denies) == {"V-2#fixed_at", "V-3#fixed_at"}
	some late in denies
	late.msg == "V-2: fixed_at is late: it is due within 24 hours of found_at"
	late.severity == "critical"
	some missing in denies
	startswith(missing.msg, "V-3: fixed_at is missing")
}

test_severity_stays_for_other_grades if {
	late := object.union(rule, {"to": ["2026-11-03T08:00:00Z", null, null, null], "rows": [0]})
	[deny] := deadline.findings(table, late, clock)
	not deny.severity
}

test_without_grades if {
	plain := object.union(rule, {"grades": [], "severities": {}})
	paths(deadline.findings(table, plain, clock)) == {"V-2#fixed_at", "V-3#fixed_at"}
	empty := object.union(rule, {"grades": [null, null, null, null]})
	paths(deadline.findings(table, empty, clock)) == {"V-2#fixed_at", "V-3#fixed_at"}
}

test_limits_by_kind if {
	kinds := object.union(rule, {"kinds": ["slow", "slow", "fast", "fast"], "limits": {"slow": 48, "fast": 12}})
	paths(deadline.findings(table, kinds, clock)) == {"V-3#fixed_at", "V-4#fixed_at"}
}

test_an_unclear_deadline_is_a_finding if {
	unclear := object.union(rule, {"rows": [0], "from": [null]})
	paths(deadline.findings(table, unclear, clock)) == {"V-1#no deadline"}
	unknown_kind := object.union(rule, {"rows": [0], "kinds": [null], "limits": {"slow": 48}})
	paths(deadline.findings(table, unknown_kind, clock)) == {"V-1#no deadline"}
}

test_due_dates if {
	due := {
		"rows": [0, 1, 2, 3],
		"name": "closed_on",
		"to_name": "closed_on",
		"due_name": "due",
		"due": ["2026-11-10", "2026-11-10", "2026-11-27", "2026-11-28"],
		"to": ["2026-11-10", "2026-11-11", null, null],
	}
	paths(deadline.overdue(table, due, clock)) == {"V-2#closed_on", "V-3#closed_on"}
	none := object.union(due, {"rows": [0], "due": [null]})
	paths(deadline.overdue(table, none, clock)) == {"V-1#due"}
}

test_of_many_late_rows_the_gravest_are_named if {
	many := numbers.range(0, 149)
	denies := deadline.findings(
		{"key": [sprintf("V-%d", [number]) | some number in many]},
		object.union(rule, {
			"rows": many,
			"from": ["2026-11-01T08:00:00Z" | some _ in many],
			"to": [null | some _ in many],
			"grades": array.concat(["low" | some number in many; number < 149], ["high"]),
		}),
		clock,
	)
	count(denies) == 101
	denies[0].path == "V-149#fixed_at"
	denies[0].severity == "critical"
	denies[100].msg == "50 more, which are not named here"
}
