# METADATA
# title: PostgreSQL on the network has TLS turned on
# description: >-
#   A PostgreSQL server that other hosts reach without ssl = on sends rows and passwords in plain text
#   to every client.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/ssl-tcp.html
# custom:
#   id: tls-postgresql-off
#   resource: server.tls_endpoint
#   severity: critical
#   controls: [enc-in-transit-tls]
#   remediation: |
#     Put certificate and key (mode 0600, owner postgres) on the server and set in postgresql.conf
#       ssl = on
#       ssl_cert_file = '/etc/postgresql/tls/server.crt'
#       ssl_key_file = '/etc/postgresql/tls/server.key'
#       systemctl reload postgresql
#     A server for this machine alone: listen_addresses = 'localhost'
#     Verify: psql "host=NAME sslmode=require" -c 'SHOW ssl'
#   zh:
#     title: 联网的 PostgreSQL 启用 TLS
#     message: "{id} 在 {sockets} 监听但未启用 TLS"
#     remediation: |
#       放置证书与私钥（0600，属主 postgres），在 postgresql.conf 设置
#         ssl = on
#         ssl_cert_file = '/etc/postgresql/tls/server.crt'
#         ssl_key_file = '/etc/postgresql/tls/server.key'
#         systemctl reload postgresql
#       仅供本机使用时：listen_addresses = 'localhost'
#       验证：psql "host=NAME sslmode=require" -c 'SHOW ssl'
package encryption.tls_postgresql_off

import data.lib.tls

deny contains {"msg": msg, "args": {"sockets": sockets}} if {
	input.facts.software == "postgresql"
	plain := tls.open_plain(input.facts.listen)
	count(plain) > 0
	sockets := concat(", ", plain)
	msg := sprintf("%s listens on %s without TLS", [input.name, sockets])
}

not_applicable if input.facts.software != "postgresql"

not_applicable if not tls.exposed(input.facts.listen)
