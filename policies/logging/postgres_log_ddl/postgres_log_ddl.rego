# METADATA
# title: PostgreSQL logs changes of roles, rights and tables
# description: >-
#   GRANT, CREATE ROLE and ALTER TABLE are how access to customer information is widened. Nobody can
#   notice what is not written down. log_statement with at least ddl, or pgaudit with ddl and role,
#   records them.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/runtime-config-logging.html#GUC-LOG-STATEMENT
#   - ref: https://github.com/pgaudit/pgaudit
# custom:
#   id: postgres-log-ddl
#   resource: postgres.server
#   severity: medium
#   controls: [log-anomaly-detection, log-access-recorded]
#   remediation: |
#     As a superuser:
#       ALTER SYSTEM SET log_statement = 'ddl';
#       SELECT pg_reload_conf();
#     and for a role or database of its own: ALTER ROLE NAME RESET log_statement. Set passwords with \password in psql,
#     so that they are hashed before they reach the log.
#     Verify: SHOW log_statement; SELECT setconfig FROM pg_db_role_setting;
#   zh:
#     title: PostgreSQL 记录角色、权限与表结构的变更
#     message: "{id} 不记录结构与权限变更（{scope}）"
#     remediation: |
#       以超级用户执行：
#         ALTER SYSTEM SET log_statement = 'ddl';
#         SELECT pg_reload_conf();
#       对单独设置的角色或数据库执行 ALTER ROLE NAME RESET log_statement。请用 psql 的 \password 设置口令，避免明文进入日志。
#       验证：SHOW log_statement; SELECT setconfig FROM pg_db_role_setting;
package logging.postgres_log_ddl

import data.lib.postgres

deny contains {"msg": msg, "path": "server", "args": {"scope": "server"}} if {
	input.facts.log_statement == "none"
	not audited
	msg := sprintf("%s does not log changes of roles, rights and tables", [input.name])
}

deny contains {"msg": msg, "path": path, "args": {"scope": path}} if {
	some override in input.facts.setting_overrides
	override.name == "log_statement"
	override.value == "none"
	not audited
	path := postgres.scope(override)
	msg := sprintf("%s does not log changes of roles, rights and tables by %s", [input.name, path])
}

audited if {
	input.facts.pgaudit.loaded
	every class in ["ddl", "role"] {
		postgres.audits(input.facts.pgaudit.log, class)
	}
}
