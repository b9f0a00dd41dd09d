# METADATA
# title: Each line of the PostgreSQL log tells time, user, database and client
# description: >-
#   A line without them says that something was done but not by whom, or from where. The client can also
#   be found by the number of the process or session, through the line about its connection. The logs
#   csvlog and jsonlog always have these columns; syslog brings its own time.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/runtime-config-logging.html#GUC-LOG-LINE-PREFIX
# custom:
#   id: postgres-log-line-prefix
#   resource: postgres.server
#   severity: medium
#   controls: [log-access-recorded]
#   remediation: |
#     As a superuser:
#       ALTER SYSTEM SET log_line_prefix = '%m [%p] user=%u,db=%d,app=%a,client=%h ';
#       SELECT pg_reload_conf();
#     Verify: SHOW log_line_prefix;
#   zh:
#     title: PostgreSQL 日志每行包含时间、用户、数据库与客户端
#     message: "{id} 的日志前缀缺少：{missing}"
#     remediation: |
#       以超级用户执行：
#         ALTER SYSTEM SET log_line_prefix = '%m [%p] user=%u,db=%d,app=%a,client=%h ';
#         SELECT pg_reload_conf();
#       验证：SHOW log_line_prefix;
package logging.postgres_log_line_prefix

deny contains {"msg": msg, "args": {"missing": concat(", ", sort(missing))}} if {
	count(missing) > 0
	msg := sprintf("lines in the log of %s do not tell: %s", [input.name, concat(", ", sort(missing))])
}

# Each destination of this kind needs the prefix, also when another has columns.
not_applicable if {
	every destination in input.facts.log_destination {
		destination in {"csvlog", "jsonlog"}
	}
}

# Escapes can be padded, as in %-10u; %% is a percent sign.
escapes := {substring(escape, count(escape) - 1, 1) |
	some escape in regex.find_n(`%-?[0-9]*[a-zA-Z]`, replace(input.facts.log_line_prefix, "%%", ""), -1)
}

missing contains "user" if not "u" in escapes

missing contains "database" if not "d" in escapes

missing contains "client" if count(escapes & {"h", "r", "p", "c"}) == 0

missing contains "time" if {
	count(escapes & {"t", "m", "n"}) == 0
	some destination in input.facts.log_destination
	not destination in {"csvlog", "jsonlog", "syslog", "eventlog"}
}
