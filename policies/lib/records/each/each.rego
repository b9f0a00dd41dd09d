# METADATA
# title: What each record must be
# description: Each row fulfils each expectation.
# related_resources:
#   - ref: https://www.openpolicyagent.org/docs/policy-language
package lib.records.each

import data.lib.records.report

# METADATA
# description: >-
#   One deny per row and expectation that it does not fulfil. An expectation has the rows that break it, what it says in
#   English and Chinese, and a name.
findings(table, expectations) := report.rows(
	table,
	[item |
		some expectation in expectations
		some row in report.shown(expectation.broken)
		item := {"row": row, "name": expectation.name, "en": expectation.en, "zh": expectation.zh}
	],
	sum([count(expectation.broken) | some expectation in expectations]),
)
