# METADATA
# title: PostgreSQL logs who connects
# description: >-
#   Without it the log does not tell who was in the database, from where and when, and an attack leaves
#   no trace as long as it does nothing wrong.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/runtime-config-logging.html#GUC-LOG-CONNECTIONS
# custom:
#   id: postgres-log-connections
#   resource: postgres.server
#   severity: medium
#   controls: [log-access-attempts-tracked, log-access-recorded]
#   remediation: |
#     As a superuser:
#       ALTER SYSTEM SET log_connections = on;
#       SELECT pg_reload_conf();
#     and for a role or database of its own: ALTER ROLE NAME RESET log_connections. New sessions log it.
#     Verify: SHOW log_connections; SELECT setconfig FROM pg_db_role_setting;
#   zh:
#     title: PostgreSQL 记录连接
#     message: "{id} 不记录连接（{scope}）"
#     remediation: |
#       以超级用户执行：
#         ALTER SYSTEM SET log_connections = on;
#         SELECT pg_reload_conf();
#       对单独设置的角色或数据库执行 ALTER ROLE NAME RESET log_connections。新会话起生效。
#       验证：SHOW log_connections; SELECT setconfig FROM pg_db_role_setting;
package logging.postgres_log_connections

import data.lib.postgres

deny contains {"msg": msg, "path": "server", "args": {"scope": "server"}} if {
	not records(input.facts.log_connections)
	msg := sprintf("%s does not log who connects", [input.name])
}

deny contains {"msg": msg, "path": path, "args": {"scope": path}} if {
	some override in input.facts.setting_overrides
	override.name == "log_connections"
	lower(override.value) in {"off", "false", "no", "0", ""}
	path := postgres.scope(override)
	msg := sprintf("%s does not log who connects for %s", [input.name, path])
}

# Since PostgreSQL 18 the setting can name what is logged; who has been let in is authorization.
records(words) if {
	some word in words
	word in {"on", "all", "true", "yes", "1", "authorization"}
}
