# METADATA
# title: pg_hba.conf admits other hosts with TLS only
# description: >-
#   With ssl = on a client may still come without TLS where a record of type host or hostnossl admits
#   it: an attacker on the way only has to make the TLS handshake fail.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/auth-pg-hba-conf.html
# custom:
#   id: tls-postgresql-plain-clients
#   resource: server.tls_endpoint
#   severity: high
#   controls: [enc-in-transit-tls]
#   remediation: |
#     In pg_hba.conf make host into hostssl for every address but loopback, or put this line first:
#       hostnossl all,replication all all reject
#     and load it: psql -c 'SELECT pg_reload_conf()'
#     Verify: psql "host=NAME sslmode=disable" -c 'SELECT 1'      (must be refused)
#   zh:
#     title: pg_hba.conf 只允许其他主机经 TLS 连接
#     message: "{id} 的 pg_hba.conf 允许明文连接：{record}"
#     remediation: |
#       将 pg_hba.conf 中除回环地址外的 host 改为 hostssl，或在首行加入：
#         hostnossl all,replication all all reject
#       然后执行 psql -c 'SELECT pg_reload_conf()'
#       验证（应被拒绝）：psql "host=NAME sslmode=disable" -c 'SELECT 1'
package encryption.tls_postgresql_plain_clients

import data.lib.tls

deny contains {"msg": msg, "path": path, "args": {"record": path}} if {
	tls.exposed(input.facts.listen)
	tls.encrypted(input.facts.listen)
	is_array(input.facts.hba)
	some record in input.facts.hba
	record.plain_text
	databases := concat(",", record.databases)
	users := concat(",", record.users)
	path := sprintf("%s %s %s %s %s", [record.type, databases, users, record.address, record.method])
	msg := sprintf("%s: line %v of pg_hba.conf admits plain text: %s", [input.name, record.line, path])
}

not_applicable if input.facts.software != "postgresql"

not_applicable if not tls.exposed(input.facts.listen)

# Without TLS at all, that is the finding.
not_applicable if not tls.encrypted(input.facts.listen)
