# METADATA
# title: PostgreSQL logs when sessions end
# description: >-
#   The end of a session with its length is half of the answer to who had access when.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/runtime-config-logging.html#GUC-LOG-DISCONNECTIONS
# custom:
#   id: postgres-log-disconnections
#   resource: postgres.server
#   severity: low
#   controls: [log-access-recorded]
#   remediation: |
#     As a superuser:
#       ALTER SYSTEM SET log_disconnections = on;
#       SELECT pg_reload_conf();
#     and for a role or database of its own: ALTER ROLE NAME RESET log_disconnections. New sessions log it.
#     Verify: SHOW log_disconnections; SELECT setconfig FROM pg_db_role_setting;
#   zh:
#     title: PostgreSQL 记录会话结束
#     message: "{id} 不记录断开（{scope}）"
#     remediation: |
#       以超级用户执行：
#         ALTER SYSTEM SET log_disconnections = on;
#         SELECT pg_reload_conf();
#       对单独设置的角色或数据库执行 ALTER ROLE NAME RESET log_disconnections。新会话起生效。
#       验证：SHOW log_disconnections; SELECT setconfig FROM pg_db_role_setting;
package logging.postgres_log_disconnections

import data.lib.postgres

deny contains {"msg": msg, "path": "server", "args": {"scope": "server"}} if {
	input.facts.log_disconnections == false
	msg := sprintf("%s does not log when sessions end", [input.name])
}

deny contains {"msg": msg, "path": path, "args": {"scope": path}} if {
	some override in input.facts.setting_overrides
	override.name == "log_disconnections"
	lower(override.value) in {"off", "false", "no", "0", ""}
	path := postgres.scope(override)
	msg := sprintf("%s does not log when sessions end for %s", [input.name, path])
}
