package retention.postgres_table_retention_test

import data.retention.postgres_table_retention as check

dataset(classification) := {"ids": ["crm"], "classification": classification, "retention_days": 365, "owner": "o"}

table(facts) := {
	"id": "postgres:7/table/shop.public.customers",
	"type": "postgres.table",
	"name": "shop.public.customers",
	"target": "db",
	"labels": {},
	"dataset": dataset("sensitive"),
	"facts": facts,
}

counted(overdue, undated) := table({"kind": "table", "age": {
	"date_column": "created_at",
	"retention_days": 365,
	"rows": 100,
	"undated": undated,
	"overdue": overdue,
}})

counts(zero, seven, thirty, ninety) := [
	{"days": 0, "rows": zero},
	{"days": 7, "rows": seven},
	{"days": 30, "rows": thirty},
	{"days": 90, "rows": ninety},
]

denied(facts, grace) := severities if {
	severities := {found.severity | some found in check.deny} with input as facts
		with data.parameters as {"destruction_grace_days": grace}
}

undecided(facts, grace) := amount if {
	amount := count(check.unknown) with input as facts
		with data.parameters as {"destruction_grace_days": grace}
}

test_fail_past_the_grace if {
	denied(counted(counts(9, 8, 3, 0), 0), 30) == {"critical"}
	denied(counted(counts(9, 8, 3, 1), 5), 20) == {"critical"}
	denied(counted(counts(9, 0, 0, 0), 0), 0) == {"critical"}
}

test_fail_general_data_is_less_severe if {
	general := object.union(counted(counts(9, 8, 3, 0), 0), {"dataset": dataset("general")})
	denied(general, 30) == {"high"}
}

test_pass_within_the_grace if {
	denied(counted(counts(9, 8, 0, 0), 0), 30) == set()
	undecided(counted(counts(9, 8, 0, 0), 0), 30) == 0
	undecided(counted(counts(0, 0, 0, 0), 0), 20) == 0
	undecided(counted(counts(9, 0, 0, 0), 0), 20) == 0
}

test_unknown_when_the_grace_lies_between_two_counts if {
	denied(counted(counts(9, 8, 0, 0), 0), 20) == set()
	undecided(counted(counts(9, 8, 0, 0), 0), 20) == 1
}

test_unknown_beyond_the_last_count if {
	denied(counted(counts(9, 8, 3, 1), 0), 200) == set()
	undecided(counted(counts(9, 8, 3, 1), 0), 200) == 1
}

test_unknown_with_rows_without_a_date if {
	denied(counted(counts(0, 0, 0, 0), 2), 30) == set()
	undecided(counted(counts(0, 0, 0, 0), 2), 30) == 1
}

test_unknown_when_counted_for_another_period if {
	shorter := object.union(dataset("sensitive"), {"retention_days": 30})
	other := object.union(counted(counts(0, 0, 0, 0), 0), {"dataset": shorter})
	undecided(other, 30) == 1
}

test_not_applicable_to_views if {
	check.not_applicable with input as table({"kind": "view"})
	not check.not_applicable with input as counted(counts(0, 0, 0, 0), 0)
}
