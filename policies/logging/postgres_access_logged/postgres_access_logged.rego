# METADATA
# title: Reads and writes of sensitive data in PostgreSQL are recorded
# description: >-
#   Who read which customers can only be answered when statements are recorded: by pgaudit with the
#   classes read and write, or by log_statement = all. pgaudit can also audit chosen objects through a
#   role; what that role covers is reported as undecided.
# related_resources:
#   - ref: https://github.com/pgaudit/pgaudit
#   - ref: https://www.postgresql.org/docs/current/runtime-config-logging.html#GUC-LOG-STATEMENT
# custom:
#   id: postgres-access-logged
#   resource: postgres.server
#   severity: high
#   controls: [log-access-recorded, log-audit-software]
#   remediation: |
#     Install the package (postgresql-15-pgaudit on Debian, pgaudit_15 on Red Hat), then as a superuser
#       ALTER SYSTEM SET shared_preload_libraries = 'pgaudit';   -- keep what is there already
#       ALTER SYSTEM SET pgaudit.log = 'read, write, ddl, role';
#     restart the server, and in the database: CREATE EXTENSION pgaudit;
#     Values of customers can be part of statements: protect the log like the data.
#     Verify: SHOW pgaudit.log; SELECT setconfig FROM pg_db_role_setting;
#   zh:
#     title: PostgreSQL 记录对敏感数据的读写
#     message: "{id} 不记录对敏感数据的读写（{scope}）"
#     remediation: |
#       安装软件包（Debian 为 postgresql-15-pgaudit，Red Hat 为 pgaudit_15），然后以超级用户执行：
#         ALTER SYSTEM SET shared_preload_libraries = 'pgaudit';   -- 保留原有的库
#         ALTER SYSTEM SET pgaudit.log = 'read, write, ddl, role';
#       重启服务器，并在数据库中执行 CREATE EXTENSION pgaudit;
#       语句中可能含客户数据，日志需同等保护。
#       验证：SHOW pgaudit.log; SELECT setconfig FROM pg_db_role_setting;
package logging.postgres_access_logged

import data.lib.postgres

deny contains {"msg": msg, "path": "server", "args": {"scope": "server"}} if {
	not recorded
	not by_object
	msg := sprintf("%s does not record who reads and writes sensitive data", [input.name])
}

deny contains {"msg": msg, "path": path, "args": {"scope": path}} if {
	recorded
	some override in input.facts.setting_overrides
	weakens(override)
	path := sprintf("%s, %s", [postgres.scope(override), override.name])
	msg := sprintf("%s does not record what is read and written by %s", [input.name, path])
}

not_applicable if not sensitive

unknown contains {"msg": msg} if {
	not recorded
	by_object
	msg := "pgaudit audits the objects of pgaudit.role; whether it covers the tables of the dataset was not seen"
}

sensitive if input.dataset.classification in {"sensitive", "highly_sensitive"}

recorded if input.facts.log_statement == "all"

recorded if by_class

by_class if {
	input.facts.pgaudit.loaded
	every class in ["read", "write"] {
		postgres.audits(input.facts.pgaudit.log, class)
	}
}

by_object if {
	input.facts.pgaudit.loaded
	input.facts.pgaudit.object_role
}

weakens(override) if {
	by_class
	input.facts.log_statement != "all"
	override.name == "pgaudit.log"
	classes := [trim_space(class) | some class in split(lower(override.value), ",")]
	some class in ["read", "write"]
	not postgres.audits(classes, class)
}

weakens(override) if {
	not by_class
	override.name == "log_statement"
	override.value != "all"
}
