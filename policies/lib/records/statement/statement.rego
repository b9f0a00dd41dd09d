# METADATA
# title: Statements that a register is complete
# description: Without a row, only a signed statement tells that nothing happened from that nothing was written down.
# related_resources:
#   - ref: https://www.openpolicyagent.org/docs/policy-language
package lib.records.statement

# METADATA
# description: >-
#   What to say of a register without rows to judge; empty when a valid statement covers the whole period. Rows that are
#   there speak for themselves.
unproven(rows, statements, register, run) := [item |
	count(rows) == 0
	not _stated(statements, register, run)
	text := "no records in %s to judge, and no valid statement that %s is complete%s"
	zh := "%s 没有可评判的记录，也没有 %s 完整无缺的有效声明%s"
	named := [run.period, register, _problem(statements, register, run)]
	item := {"msg": sprintf(text, named), "zh": sprintf(zh, named), "not_assessed": true}
]

_stated(statements, register, run) if {
	some statement in statements
	_covers(statement, register, run)
	statement.valid == true
}

_covers(statement, register, run) if {
	statement.register == register
	time.parse_rfc3339_ns(statement.period_start) <= time.parse_rfc3339_ns(run.period_start)
	time.parse_rfc3339_ns(statement.period_end) >= time.parse_rfc3339_ns(run.period_end)
}

_problem(statements, register, run) := concat("", sort({text |
	some statement in statements
	_covers(statement, register, run)
	is_string(statement.problem)
	text := sprintf(" (%s)", [statement.problem])
}))
