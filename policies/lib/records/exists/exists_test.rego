package lib.records.exists_test

import data.lib.records.exists

rule := {
	"rows": [0, 1, 2],
	"named": true,
	"names": ["privacy", "sharing"],
	"column": ["privacy", "privacy", "sharing"],
	"expectations": [
		{"broken": [0], "name": "approver", "en": "approver must be filled in", "zh": "approver 应填写"},
		{"broken": [0], "name": "review_due", "en": "review_due must be at least today", "zh": "review_due 已过"},
	],
	"what": "Policy",
	"what_zh": "制度",
}

test_one_good_row_each_is_enough if {
	exists.findings(rule) == []
}

test_no_row if {
	[deny] := exists.findings(object.union(rule, {"names": ["retention"]}))
	deny.msg == "Policy: there is no record of retention"
	deny.path == "retention"
}

test_no_good_row_says_what_the_last_one_lacks if {
	[deny] := exists.findings(object.union(rule, {"rows": [0], "names": ["privacy"]}))
	contains(deny.msg, "approver must be filled in, review_due must be at least today")
	deny.rows == [0]
}

test_without_names_any_row_will_do if {
	exists.findings(object.union(rule, {"named": false})) == []
	[deny] := exists.findings(object.union(rule, {"named": false, "rows": []}))
	deny.msg == "Policy: there is no record"
}

test_no_names_are_nothing_to_compare_with if {
	[deny] := exists.findings(object.union(rule, {"names": []}))
	deny.msg == "Policy: there is nothing to compare with"
}
