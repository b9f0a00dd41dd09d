# METADATA
# title: pg_hba.conf asks other hosts for strong authentication
# description: >-
#   trust lets everyone in under any name, ident believes the client's machine, password sends the
#   password in plain text where there is no TLS, and md5 hashes can be replayed by whoever gets hold of
#   them.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/auth-methods.html
# custom:
#   id: tls-postgresql-hba-auth
#   resource: server.tls_endpoint
#   severity: medium
#   controls: [lp-authentication-required, lp-no-unauthorised-access]
#   remediation: |
#     Set password_encryption = 'scram-sha-256' in postgresql.conf, let the users set their passwords anew
#     (\password in psql), then make the method of the line scram-sha-256 (or cert, gss, ldap over TLS):
#       hostssl all all 10.0.0.0/8 scram-sha-256
#     and load it: psql -c 'SELECT pg_reload_conf()'
#     Verify: psql -c 'SELECT line_number, auth_method FROM pg_hba_file_rules'
#   zh:
#     title: pg_hba.conf 对其他主机要求强认证
#     message: "{id} 的 pg_hba.conf 认证方式过弱：{record}"
#     remediation: |
#       在 postgresql.conf 设置 password_encryption = 'scram-sha-256'，让用户重设口令，再把该行的方法改为 scram-sha-256：
#         hostssl all all 10.0.0.0/8 scram-sha-256
#       然后执行 psql -c 'SELECT pg_reload_conf()'
#       验证：psql -c 'SELECT line_number, auth_method FROM pg_hba_file_rules'
package least_privilege.tls_postgresql_hba_auth

import data.lib.tls

deny contains {"msg": msg, "path": path, "args": {"record": path}, "severity": severity} if {
	tls.exposed(input.facts.listen)
	is_array(input.facts.hba)
	some record in input.facts.hba
	severity := severity_of(record)
	databases := concat(",", record.databases)
	users := concat(",", record.users)
	path := sprintf("%s %s %s %s %s", [record.type, databases, users, record.address, record.method])
	msg := sprintf("%s: line %v of pg_hba.conf admits by %s: %s", [input.name, record.line, record.method, path])
}

severity_of(record) := "critical" if record.method == "trust"

severity_of(record) := "high" if record.method == "ident"

severity_of(record) := "high" if {
	record.method == "password"
	record.plain_text
}

severity_of(record) := "medium" if record.method == "md5"

not_applicable if input.facts.software != "postgresql"

not_applicable if not tls.exposed(input.facts.listen)
