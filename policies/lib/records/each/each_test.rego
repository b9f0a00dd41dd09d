package lib.records.each_test

import data.lib.records.each

table := {"key": ["I-1", "I-2"]}

test_each_broken_expectation_is_a_finding if {
	denies := each.findings(table, [
		{"broken": [0, 1], "name": "level", "en": "level must be filled in", "zh": "level 应填写"},
		{"broken": [1], "name": "type", "en": "type must be filled in", "zh": "type 应填写"},
	])
	{deny.path | some deny in denies} == {"I-1#level", "I-2#level", "I-2#type"}
}

test_nothing_broken_is_no_finding if {
	each.findings(table, [{"broken": [], "name": "x", "en": "", "zh": ""}]) == []
}
