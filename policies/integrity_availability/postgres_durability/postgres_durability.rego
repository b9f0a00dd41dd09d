# METADATA
# title: PostgreSQL writes changes to the disk safely
# description: >-
#   With fsync or full_page_writes off a power failure can damage tables beyond repair, without a
#   message. They are switched off for bulk loads and forgotten.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/runtime-config-wal.html#GUC-FSYNC
# custom:
#   id: postgres-durability
#   resource: postgres.server
#   severity: high
#   controls: [int-tamper-protection, bkp-regular]
#   remediation: |
#     As a superuser:
#       ALTER SYSTEM SET fsync = on;
#       ALTER SYSTEM SET full_page_writes = on;
#       SELECT pg_reload_conf();
#     then force what is in caches to the disk (sync), and check the tables with pg_amcheck --all.
#     Verify: SHOW fsync; SHOW full_page_writes;
#   zh:
#     title: PostgreSQL 可靠写盘
#     message: "{id} 关闭了 {setting}"
#     remediation: |
#       以超级用户执行：
#         ALTER SYSTEM SET fsync = on;
#         ALTER SYSTEM SET full_page_writes = on;
#         SELECT pg_reload_conf();
#       然后执行 sync 写盘，并用 pg_amcheck --all 检查。
#       验证：SHOW fsync; SHOW full_page_writes;
package integrity_availability.postgres_durability

deny contains {"msg": msg, "path": "fsync", "args": {"setting": "fsync"}} if {
	input.facts.fsync == false
	msg := sprintf("%s does not force changes to the disk (fsync is off)", [input.name])
}

deny contains {"msg": msg, "path": "full_page_writes", "args": {"setting": "full_page_writes"}} if {
	input.facts.full_page_writes == false
	msg := sprintf("%s cannot repair torn pages after a crash (full_page_writes is off)", [input.name])
}
