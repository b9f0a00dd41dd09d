# METADATA
# title: PUBLIC cannot create objects in PostgreSQL schemas
# description: >-
#   Who may create functions or tables in a schema that others search can make their statements run his
#   or her code (CVE-2018-1058). Before PostgreSQL 15 every database gave this right on the schema
#   public by default, and an upgrade keeps it.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/ddl-schemas.html#DDL-SCHEMAS-PATTERNS
#   - ref: https://wiki.postgresql.org/wiki/A_Guide_to_CVE-2018-1058:_Protect_Your_Search_Path
# custom:
#   id: postgres-public-create
#   resource: postgres.database
#   severity: medium
#   controls: [lp-need-to-know, int-tamper-protection]
#   remediation: |
#     In the database, as the owner of the schema or a superuser:
#       REVOKE CREATE ON SCHEMA public FROM PUBLIC;
#     and grant it to the roles that deploy the application. Do so in template1 too, for databases to come.
#     Verify: \dn+   (no C in the entry that begins with =)
#   zh:
#     title: PUBLIC 不能在 PostgreSQL 模式中创建对象
#     message: "数据库 {id} 的模式 {schema} 允许所有角色创建对象"
#     remediation: |
#       在该数据库中，以模式属主或超级用户执行：
#         REVOKE CREATE ON SCHEMA public FROM PUBLIC;
#       并仅授予部署应用的角色；template1 也需同样处理。
#       验证：\dn+（以 = 开头的条目不含 C）
package least_privilege.postgres_public_create

deny contains {"msg": msg, "path": schema, "args": {"schema": schema}} if {
	some schema in input.facts.public_create_schemas
	msg := sprintf("every role may create objects in schema %s of database %s", [schema, input.name])
}
