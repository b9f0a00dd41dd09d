# METADATA
# title: Tables with customer information grant nothing to PUBLIC
# description: >-
#   PUBLIC is every role of the cluster, also those that are made tomorrow. A grant on a column, or on a
#   partition that can be read past its table, counts as well.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/ddl-priv.html
#   - ref: https://www.postgresql.org/docs/current/sql-revoke.html
# custom:
#   id: postgres-table-public
#   resource: postgres.table
#   severity: critical
#   controls: [lp-no-unauthorised-access, lp-authorised-only]
#   remediation: |
#     Give the rights to the roles that need them, and take them from everybody:
#       REVOKE ALL ON SCHEMA.TABLE FROM PUBLIC;
#       REVOKE ALL (COLUMN) ON SCHEMA.TABLE FROM PUBLIC;
#       GRANT SELECT ON SCHEMA.TABLE TO ROLE;
#     Verify: \dp SCHEMA.TABLE   (no entry that begins with =)
#   zh:
#     title: 客户信息表不向 PUBLIC 授权
#     message: "{id} 向所有角色（PUBLIC）授予 {privileges}"
#     remediation: |
#       仅向需要的角色授权，并收回 PUBLIC 的权限：
#         REVOKE ALL ON SCHEMA.TABLE FROM PUBLIC;
#         REVOKE ALL (COLUMN) ON SCHEMA.TABLE FROM PUBLIC;
#         GRANT SELECT ON SCHEMA.TABLE TO ROLE;
#       验证：\dp SCHEMA.TABLE（没有以 = 开头的条目）
package least_privilege.postgres_table_public

deny contains {"msg": msg, "path": place, "args": {"privileges": privileges}} if {
	some place in places
	privileges := concat(", ", sort({grant.privilege | some grant in open; place_of(grant) == place}))
	msg := sprintf("%s grants %s to PUBLIC%s", [input.name, privileges, place])
}

open contains grant if {
	some grant in input.facts.grants
	grant.public
}

places contains place_of(grant) if some grant in open

# Empty for the table itself.
place_of(grant) := concat("", [text |
	some key in ["partition", "column"]
	grant[key] != null
	text := sprintf(" on %s %s", [key, grant[key]])
])
