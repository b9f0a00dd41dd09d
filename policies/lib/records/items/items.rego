# METADATA
# title: Named items that records must hold
# description: All of them together.
# related_resources:
#   - ref: https://www.openpolicyagent.org/docs/policy-language
package lib.records.items

import data.lib.records.condition
import data.lib.records.report

# METADATA
# description: >-
#   One deny per item that no row holds. The rule has `rows`, the `column` (texts or lists), and the `items`.
findings(rule) := array.concat(report.nothing(rule, true, rule.items), [report.whole(sprintf("%v", [item]), en, zh) |
	found := condition.distinct(rule.column, rule.rows)
	some item in rule.items
	not item in found
	en := sprintf("%s: no record has %v in %s", [rule.what, item, rule.column_name])
	zh := sprintf("%s：没有记录的 %s 含 %v", [rule.what_zh, rule.column_name, item])
])
