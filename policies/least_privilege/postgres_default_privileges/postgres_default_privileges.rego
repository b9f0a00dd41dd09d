# METADATA
# title: New PostgreSQL tables are not open to PUBLIC by default
# description: >-
#   ALTER DEFAULT PRIVILEGES … TO PUBLIC opens each table that the role makes from now on to every role
#   of the cluster, before anyone has looked at what is in it.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/sql-alterdefaultprivileges.html
# custom:
#   id: postgres-default-privileges
#   resource: postgres.database
#   severity: high
#   controls: [lp-no-unauthorised-access, lp-need-to-know]
#   remediation: |
#     In the database, with the roles and schemas of the finding:
#       ALTER DEFAULT PRIVILEGES FOR ROLE OWNER IN SCHEMA SCHEMA REVOKE ALL ON TABLES FROM PUBLIC;
#     (without IN SCHEMA when the finding names none). Tables that were made since keep the grant: check them.
#     Verify: \ddp
#   zh:
#     title: PostgreSQL 新表默认不向 PUBLIC 开放
#     message: "数据库 {id} 中 {role} 新建的表默认向所有角色开放"
#     remediation: |
#       在该数据库中执行（未列出模式时省略 IN SCHEMA）：
#         ALTER DEFAULT PRIVILEGES FOR ROLE OWNER IN SCHEMA SCHEMA REVOKE ALL ON TABLES FROM PUBLIC;
#       此前新建的表仍保留授权，请逐一检查。
#       验证：\ddp
package least_privilege.postgres_default_privileges

deny contains {"msg": msg, "path": place, "args": {"role": place}} if {
	some place in {place_of(entry) | some entry in input.facts.default_privileges}
	msg := sprintf("new tables of %s in database %s are open to every role", [place, input.name])
}

place_of(entry) := entry.role if entry.schema == null

else := sprintf("%s in schema %s", [entry.role, entry.schema])
