package lib.records.statement_test

import data.lib.records.statement
import data.lib.records.when_test

valid := {
	"register": "incident_log",
	"valid": true,
	"problem": null,
	"period_start": "2026-09-30T16:00:00Z",
	"period_end": "2026-12-31T16:00:00Z",
}

unproven(rows, statements) := statement.unproven(rows, statements, "incident_log", when_test.run)

test_rows_speak_for_themselves if {
	unproven([0], []) == []
}

test_nothing_and_no_statement if {
	[item] := unproven([], [])
	item.not_assessed
	startswith(item.msg, "no records in 2026-Q4 to judge, and no valid statement that incident_log is complete")
}

test_a_valid_statement_covers_the_period if {
	unproven([], [valid]) == []
	year := object.union(valid, {"period_start": "2025-12-31T16:00:00Z"})
	unproven([], [year]) == []
}

test_other_statements_do_not_count if {
	every changed in [{"register": "alert_log"}, {"valid": false, "problem": "not signed"}, {"period_end": "2026-11-30T16:00:00Z"}] {
		count(unproven([], [object.union(valid, changed)])) == 1
	}
	[item] := unproven([], [object.union(valid, {"valid": false, "problem": "not signed"})])
	endswith(item.msg, "(not signed)")
}
