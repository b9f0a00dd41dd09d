# METADATA
# title: PostgreSQL never asks for passwords in clear text
# description: >-
#   With the method password the client sends the password itself: without TLS anyone on the way reads
#   it, and with TLS a server that was taken over does. scram-sha-256 proves knowledge of the password
#   without sending it.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/auth-password.html
# custom:
#   id: postgres-hba-cleartext-password
#   resource: postgres.hba_entry
#   severity: medium
#   controls: [enc-standard-algorithms, lp-authentication-required]
#   remediation: |
#     Replace the method password by scram-sha-256 in pg_hba.conf (SHOW hba_file), then as a superuser
#       SELECT pg_reload_conf();
#     Roles with an md5 hash need a new password first (SET password_encryption = 'scram-sha-256').
#     Verify: SELECT line_number FROM pg_hba_file_rules WHERE auth_method = 'password';   (no rows)
#   zh:
#     title: PostgreSQL 不以明文索取口令
#     message: "规则 {id} 使用明文口令认证"
#     remediation: |
#       在 pg_hba.conf（SHOW hba_file）中把方法 password 改为 scram-sha-256，然后以超级用户执行：
#         SELECT pg_reload_conf();
#       仍使用 md5 散列的角色需先重设口令（SET password_encryption = 'scram-sha-256'）。
#       验证：SELECT line_number FROM pg_hba_file_rules WHERE auth_method = 'password';（应无结果）
package encryption.postgres_hba_cleartext_password

import data.lib.postgres

deny contains {"msg": msg, "severity": severity} if {
	input.facts.method == "password"
	severity := severity_of(input.facts.origin, input.facts.connection)
	msg := sprintf("the rule '%s' asks for the password in clear text", [input.name])
}

severity_of(origin, connection) := "critical" if {
	origin == "network"
	connection in {"host", "hostnossl", "hostnogssenc"}
}

else := "medium"

not_applicable if input.facts.shadowed_by != null

not_applicable if postgres.out_of_reach(input.facts.origin, input.facts.listens)
