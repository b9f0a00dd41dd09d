package lib.records.report_test

import data.lib.records.report

table := {"key": ["V-1", "V-2"]}

test_rows if {
	[deny] := report.rows(table, [{"row": 1, "name": "fixed_at", "en": "late", "zh": "超时"}], 1)
	deny.msg == "V-2: late"
	deny.path == "V-2#fixed_at"
	deny.args.text == "V-2：超时"
	deny.rows == [1]
	not deny.severity
}

test_severity_and_plain_path if {
	[deny] := report.rows(table, [{"row": 0, "name": "", "en": "late", "zh": "超时", "severity": "critical"}], 1)
	deny.path == "V-1"
	deny.severity == "critical"
}

test_many_rows_end_in_a_count if {
	key := [sprintf("V-%d", [number]) | some number in numbers.range(0, 149)]
	items := [{"row": number, "name": "", "en": "late", "zh": "超时"} | some number in numbers.range(0, 149)]
	denies := report.rows({"key": key}, report.shown(items), count(items))
	count(denies) == 101
	denies[100].msg == "50 more, which are not named here"
	denies[100].path == "#more"
}

test_whole if {
	report.whole("2026-W41", "en", "zh") == {
		"msg": "en",
		"path": "2026-W41",
		"args": {"text": "zh"},
		"rows": [],
	}
}

test_nothing if {
	rule := {"what": "Trained", "what_zh": "培训"}
	[deny] := report.nothing(rule, true, [])
	deny.path == "nothing"
	report.nothing(rule, true, [1]) == []
	report.nothing(rule, false, []) == []
}
