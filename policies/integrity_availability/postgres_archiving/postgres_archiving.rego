# METADATA
# title: PostgreSQL archives its write-ahead log continuously
# description: >-
#   A nightly dump loses up to a day of customer information, and cannot go back to the minute before a
#   mistake. With the write-ahead log archived on another machine, it can. Only servers that hold
#   datasets are judged. A standby is not a backup: it repeats the mistake. Something that receives the
#   log over a connection may be an archive and is reported as undecided.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/continuous-archiving.html
#   - ref: https://www.postgresql.org/docs/current/runtime-config-wal.html#RUNTIME-CONFIG-WAL-ARCHIVING
# custom:
#   id: postgres-archiving
#   resource: postgres.server
#   severity: medium
#   controls: [bkp-regular]
#   remediation: |
#     Choose a tool (pgBackRest, Barman, WAL-G) that encrypts and stores on another machine, then as a superuser
#       ALTER SYSTEM SET archive_mode = on;
#       ALTER SYSTEM SET archive_command = 'pgbackrest --stanza=main archive-push %p';
#     and restart the server. Where another kind of backup meets the demand, a waiver names it.
#     Verify: SELECT last_archived_time, last_failed_time FROM pg_stat_archiver;
#   zh:
#     title: PostgreSQL 持续归档预写日志
#     message: "{id} 未归档预写日志（{mode}）"
#     remediation: |
#       选用可加密并存放于其他主机的工具（pgBackRest、Barman、WAL-G），然后以超级用户执行：
#         ALTER SYSTEM SET archive_mode = on;
#         ALTER SYSTEM SET archive_command = 'pgbackrest --stanza=main archive-push %p';
#       并重启服务器。若另有备份方式满足要求，请在豁免中写明。
#       验证：SELECT last_archived_time, last_failed_time FROM pg_stat_archiver;
package integrity_availability.postgres_archiving

deny contains {"msg": msg, "args": {"mode": input.facts.archiving.mode}} if {
	not archives
	count(input.facts.wal_receivers) == 0
	msg := sprintf("%s does not archive its write-ahead log", [input.name])
}

not_applicable if input.dataset == null

not_applicable if input.facts.standby

unknown contains {"msg": msg} if {
	not archives
	receivers := concat(", ", sort(input.facts.wal_receivers))
	receivers != ""
	msg := sprintf("whether what receives the write-ahead log archives it was not seen: %s", [receivers])
}

archives if {
	input.facts.archiving.mode in {"on", "always"}
	input.facts.archiving.command_set
}
