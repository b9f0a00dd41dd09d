package lib.records.rate_test

import data.lib.records.rate

share(matching, others) := {
	"total": array.concat(matching, others),
	"matching": matching,
	"others": others,
	"at_least": 90,
	"at_most": 100,
	"what": "Pass rate",
	"what_zh": "合格率",
}

test_share_at_the_bound_is_enough if {
	rate.share(share([1, 2, 3, 4, 5, 6, 7, 8, 9], [0])) == []
}

test_share_below_the_bound if {
	[deny] := rate.share(share([1, 2, 3, 4, 5, 6, 7, 8], [0]))
	deny.msg == "Pass rate: 8 of 9 is 89 %, at least 90 % is demanded"
	deny.rows == [0]
}

test_share_of_nothing_is_left_to_another_rule if {
	rate.share(share([], [])) == []
}

test_covered if {
	[deny] := rate.covered({"missing": ["E2", "E2"], "expected": ["E1", "E2"], "what": "Trained", "what_zh": "培训"})
	deny.path == "E2"
	rate.covered({"missing": [], "expected": ["E1", "E2"], "what": "", "what_zh": ""}) == []
	[nothing] := rate.covered({"missing": [], "expected": [], "what": "Trained", "what_zh": "培训"})
	nothing.msg == "Trained: there is nothing to compare with"
}

count_rule := {"rows": [4, 5], "at_least": null, "at_most": 1, "what": "Leaks", "what_zh": "泄露"}

test_number if {
	[deny] := rate.number(count_rule)
	deny.msg == "Leaks: there are 2, at most 1 are allowed"
	rate.number(object.union(count_rule, {"at_most": 2})) == []
	[few] := rate.number(object.union(count_rule, {"at_least": 3, "at_most": null}))
	few.msg == "Leaks: there are 2, at least 3 are demanded"
}

trend_rule := {"rows": [4, 5], "before": [1], "at_most": 0, "what": "Leaks", "what_zh": "泄露"}

test_trend if {
	[deny] := rate.trend(trend_rule)
	deny.msg == "Leaks: 2 after 1 in the period before"
	rate.trend(object.union(trend_rule, {"before": [2]})) == []
}

test_trend_without_one_figure_before if {
	every before in [[], [null], [1, 2]] {
		[deny] := rate.trend(object.union(trend_rule, {"before": before}))
		contains(deny.msg, "nothing to compare with")
	}
}
