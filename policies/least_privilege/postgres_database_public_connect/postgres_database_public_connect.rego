# METADATA
# title: Not every role may enter a database with customer information
# description: >-
#   Every new database lets PUBLIC connect and make temporary tables. In a cluster that serves several
#   applications each login then stands one missing REVOKE away from the customers' tables. CREATE for
#   PUBLIC even lets everybody add schemas.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/ddl-priv.html
#   - ref: https://www.postgresql.org/docs/current/sql-grant.html
# custom:
#   id: postgres-database-public-connect
#   resource: postgres.database
#   severity: medium
#   controls: [lp-authorised-only, lp-permission-enforced-after-auth]
#   remediation: |
#     As the owner of the database:
#       REVOKE ALL ON DATABASE NAME FROM PUBLIC;
#       GRANT CONNECT ON DATABASE NAME TO ROLE;
#     for each role of its application, of backup and of monitoring.
#     Verify: \l NAME   (no entry that begins with =)
#   zh:
#     title: 并非所有角色都能进入含客户信息的数据库
#     message: "数据库 {id} 向所有角色（PUBLIC）授予 {privileges}"
#     remediation: |
#       以数据库属主执行：
#         REVOKE ALL ON DATABASE NAME FROM PUBLIC;
#         GRANT CONNECT ON DATABASE NAME TO ROLE;
#       为应用、备份与监控的每个角色分别授权。
#       验证：\l NAME（没有以 = 开头的条目）
package least_privilege.postgres_database_public_connect

deny contains {"msg": msg, "severity": severity, "args": {"privileges": text}} if {
	count(granted) > 0
	severity := severity_of(granted)
	text := concat(", ", sort(granted))
	msg := sprintf("database %s grants %s to PUBLIC", [input.name, text])
}

not_applicable if input.dataset == null

# TEMPORARY without CONNECT opens nothing.
granted contains privilege if {
	some privilege in input.facts.public_privileges
	privilege in {"CONNECT", "CREATE"}
}

severity_of(privileges) := "high" if "CREATE" in privileges

else := "medium"
