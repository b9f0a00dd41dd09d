# METADATA
# title: The audit itself reaches PostgreSQL encrypted
# description: >-
#   The session of the scanner went over the network in the clear. That proves that the server lets
#   clients in without TLS, and it is a channel through which names of customers' tables and roles leak.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/libpq-ssl.html
#   - ref: https://www.postgresql.org/docs/current/monitoring-stats.html#MONITORING-PG-STAT-SSL-VIEW
# custom:
#   id: postgres-session-encrypted
#   resource: postgres.server
#   severity: high
#   controls: [enc-in-transit-tls, enc-secure-channel-vpn]
#   remediation: |
#     Remove sslmode: disable from the target in audit.yaml, and name the CA of the server:
#       sslmode: verify-full
#       sslrootcert: ca.pem
#     Where a proxy or a tunnel ends the encryption, move its end to the server or encrypt the second leg too.
#     Verify: selfaudit scan --check postgres-session-encrypted
#   zh:
#     title: 审计连接本身经过加密
#     message: "{id} 的审计会话未加密（{leg}）"
#     remediation: |
#       在 audit.yaml 中去掉 sslmode: disable，并给出服务器的 CA：
#         sslmode: verify-full
#         sslrootcert: ca.pem
#       若加密在代理或隧道处终止，请把终点移到服务器，或为第二段也启用加密。
#       验证：selfaudit scan --check postgres-session-encrypted
package encryption.postgres_session_encrypted

deny contains {"msg": msg, "path": "client", "args": {"leg": "client"}} if {
	input.facts.session.client.path == "network"
	input.facts.session.client.tls == false
	msg := sprintf("the session of the scanner to %s is not encrypted", [input.name])
}

deny contains {"msg": msg, "path": "server", "args": {"leg": "server"}} if {
	input.facts.session.server.path == "network"
	input.facts.session.server.tls == false
	input.facts.session.client.tls
	msg := sprintf("a proxy passes the session of the scanner on to %s without encryption", [input.name])
}
