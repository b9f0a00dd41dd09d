# METADATA
# title: PostgreSQL offers TLS
# description: >-
#   Without ssl every connection from another machine carries customer information and passwords in the
#   clear. A server that listens on the same machine only is not judged.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/ssl-tcp.html
#   - ref: https://www.postgresql.org/docs/current/runtime-config-connection.html#RUNTIME-CONFIG-CONNECTION-SSL
# custom:
#   id: postgres-ssl
#   resource: postgres.server
#   severity: high
#   controls: [enc-in-transit-tls, enc-secure-channel-vpn]
#   remediation: |
#     Put the certificate and its key (owned by postgres, mode 0600) into the data folder, then as a superuser
#       ALTER SYSTEM SET ssl_cert_file = 'server.crt';
#       ALTER SYSTEM SET ssl_key_file = 'server.key';
#       ALTER SYSTEM SET ssl = on;
#       SELECT pg_reload_conf();
#     and turn host into hostssl in pg_hba.conf, so that nobody stays in the clear.
#     Verify: psql "host=HOST dbname=postgres sslmode=verify-full" -c "SHOW ssl"
#   zh:
#     title: PostgreSQL 启用 TLS
#     message: "{id} 未启用 TLS"
#     remediation: |
#       将证书与私钥（属主 postgres，权限 0600）放入数据目录，然后以超级用户执行：
#         ALTER SYSTEM SET ssl_cert_file = 'server.crt';
#         ALTER SYSTEM SET ssl_key_file = 'server.key';
#         ALTER SYSTEM SET ssl = on;
#         SELECT pg_reload_conf();
#       并把 pg_hba.conf 中的 host 改为 hostssl。
#       验证：psql "host=HOST dbname=postgres sslmode=verify-full" -c "SHOW ssl"
package encryption.postgres_ssl

import data.lib.postgres

deny contains {"msg": msg} if {
	input.facts.ssl == false
	msg := sprintf("%s does not offer TLS although other machines can connect", [input.name])
}

not_applicable if postgres.local_only(input.facts.listen_addresses)
