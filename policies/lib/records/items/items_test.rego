package lib.records.items_test

import data.lib.records.items

rule := {
	"rows": [0, 1],
	"column": [["laws"], ["storage", "laws"], ["awareness"]],
	"column_name": "topics",
	"items": ["laws", "storage"],
	"what": "Topics",
	"what_zh": "主题",
}

test_all_together if {
	items.findings(rule) == []
}

test_a_row_out_of_scope_does_not_help if {
	[deny] := items.findings(object.union(rule, {"items": ["laws", "awareness"]}))
	deny.path == "awareness"
	deny.msg == "Topics: no record has awareness in topics"
}

test_single_values if {
	[deny] := items.findings(object.union(rule, {"column": ["online", null], "items": ["online", "offline"]}))
	deny.path == "offline"
}
