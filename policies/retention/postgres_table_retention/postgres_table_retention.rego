# METADATA
# title: Rows past their retention period are destroyed
# description: >-
#   Customer information that should no longer exist can still leak. The age of a row is that of its
#   date column; a row without a date, or with one in the future, has no known age and is reported as
#   undecided. Views are judged by their tables. A legal hold is a waiver.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/ddl-partitioning.html
#   - ref: https://www.postgresql.org/docs/current/sql-delete.html
# custom:
#   id: postgres-table-retention
#   resource: postgres.table
#   severity: high
#   controls: [ret-expiry-destroyed]
#   remediation: |
#     Count first, then delete in batches, and keep the record of it:
#       SELECT count(*) FROM SCHEMA.TABLE WHERE COLUMN < now() - interval 'DAYS days';
#       DELETE FROM SCHEMA.TABLE WHERE COLUMN < now() - interval 'DAYS days';
#       VACUUM SCHEMA.TABLE;
#     Partitions by date are quicker to drop. Backups and archived WAL hold the rows until they expire too.
#     Verify: selfaudit scan --check postgres-table-retention
#   zh:
#     title: 超过保存期限的数据行已销毁
#     message: "{id} 有 {rows} 行超过保存期限 {days} 天"
#     remediation: |
#       先计数，再分批删除，并保存销毁记录：
#         SELECT count(*) FROM SCHEMA.TABLE WHERE COLUMN < now() - interval 'DAYS days';
#         DELETE FROM SCHEMA.TABLE WHERE COLUMN < now() - interval 'DAYS days';
#         VACUUM SCHEMA.TABLE;
#       按日期分区可直接删除分区。备份与归档 WAL 在到期前仍保留这些行。
#       验证：selfaudit scan --check postgres-table-retention
package retention.postgres_table_retention

deny contains {"msg": msg, "severity": severity, "args": {"rows": rows, "days": days}} if {
	rows := certain
	rows > 0
	days := input.facts.age.retention_days
	severity := severity_of(input.dataset.classification)
	text := "%s holds %v rows that are older than %v days and the period of grace"
	msg := sprintf(text, [input.name, rows, days])
}

not_applicable if input.facts.kind == "view"

unknown contains {"msg": msg} if {
	certain == 0
	possible > 0
	text := "%v rows are past the retention period; whether the grace of %v days has passed was not counted"
	msg := sprintf(text, [possible, data.parameters.destruction_grace_days])
}

unknown contains {"msg": msg} if {
	undated := input.facts.age.undated
	undated > 0
	msg := sprintf("%v rows have no usable date in %s", [undated, input.facts.age.date_column])
}

unknown contains {"msg": msg} if {
	input.facts.age.retention_days != input.dataset.retention_days
	msg := "the rows were counted for another retention period; scan again"
}

# Older than the grace for certain: counted for at least as many days.
certain := max({step.rows |
	some step in input.facts.age.overdue
	step.days >= data.parameters.destruction_grace_days
} | {0})

# Perhaps older than the grace: the best count for at most as many days.
possible := min({step.rows |
	some step in input.facts.age.overdue
	step.days <= data.parameters.destruction_grace_days
} | {input.facts.age.rows})

severity_of(classification) := "critical" if classification in {"highly_sensitive", "sensitive"}

else := "high"
