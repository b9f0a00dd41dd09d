# METADATA
# title: The PostgreSQL archiver succeeds
# description: >-
#   An archive that fails is worse than none: everybody believes that there is one, the write-ahead log
#   fills the disk until the server stops, and the backup cannot be restored past the first missing
#   segment.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-ARCHIVER-VIEW
#   - ref: https://www.postgresql.org/docs/current/continuous-archiving.html
# custom:
#   id: postgres-archiver-failing
#   resource: postgres.server
#   severity: high
#   controls: [bkp-regular]
#   remediation: |
#     Look for the reason in the server's log (archive command failed …), correct it, and watch it catch up:
#       SELECT last_archived_time, last_failed_wal, last_failed_time FROM pg_stat_archiver;
#     When segments were lost, take a new base backup at once. Then SELECT pg_stat_reset_shared('archiver');
#     Verify: last_archived_time is later than last_failed_time.
#   zh:
#     title: PostgreSQL 归档成功
#     message: "{id} 的归档正在失败（{last_failed}）"
#     remediation: |
#       在服务器日志中查找原因（archive command failed …）并修复，观察其追上：
#         SELECT last_archived_time, last_failed_wal, last_failed_time FROM pg_stat_archiver;
#       若有日志段丢失，立即重新做基础备份，然后执行 SELECT pg_stat_reset_shared('archiver');
#       验证：last_archived_time 晚于 last_failed_time。
package integrity_availability.postgres_archiver_failing

import data.lib.dates

deny contains {"msg": msg, "args": {"last_failed": failed}} if {
	failed := input.facts.archiver.last_failed
	failed != null
	not succeeded_since(input.facts.archiver.last_archived, failed)
	msg := sprintf("the archiver of %s fails since its last success (%s)", [input.name, failed])
}

not_applicable if input.facts.archiving.mode == "off"

succeeded_since(archived, failed) if dates.instant(archived) >= dates.instant(failed)
