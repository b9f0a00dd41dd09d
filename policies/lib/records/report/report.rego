# METADATA
# title: Findings about records
# description: A deny names its rows by their key; after so many rows one deny counts the others.
# related_resources:
#   - ref: https://www.openpolicyagent.org/docs/policy-language
package lib.records.report

_shown := 100

# METADATA
# description: Those of some row numbers, which are an array, that are named.
shown(numbers) := array.slice(numbers, 0, _shown)

# METADATA
# description: >-
#   One deny per item of an array: its row number in the table, what is wrong in English and Chinese, and a name that
#   tells apart what can be wrong with one row. The severity is optional. `total` counts what is wrong, named or not.
rows(table, items, total) := array.concat(
	[_deny(table, item) | some item in shown(items)],
	others(total),
)

_deny(table, item) := object.union(
	{
		"msg": sprintf("%s: %s", [table.key[item.row], item.en]),
		"path": concat("#", [name | some name in [table.key[item.row], item.name]; name != ""]),
		"args": {"text": sprintf("%s：%s", [table.key[item.row], item.zh])},
		"rows": [item.row],
	},
	object.filter(item, ["severity"]),
)

# METADATA
# description: One deny that counts those that are not named, when there are any.
others(total) := [{
	"msg": sprintf("%d more, which are not named here", [total - _shown]),
	"path": "#more",
	"args": {"text": sprintf("另有 %d 项，未逐一列出", [total - _shown])},
	"rows": [],
}] if total > _shown

others(total) := [] if total <= _shown

# METADATA
# description: A deny about the register as a whole, or about a group or an interval of it, which is its name.
whole(name, en, zh) := {"msg": en, "path": name, "args": {"text": zh}, "rows": []}

# METADATA
# description: >-
#   A deny when there is nothing to compare with although there should be: an empty list must not look like a fulfilled one.
nothing(rule, compared, values) := [whole("nothing", en, zh) |
	compared
	count(values) == 0
	en := sprintf("%s: there is nothing to compare with", [rule.what])
	zh := sprintf("%s：没有可供比较的记录", [rule.what_zh])
]
