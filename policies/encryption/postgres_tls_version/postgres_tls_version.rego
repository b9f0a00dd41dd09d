# METADATA
# title: PostgreSQL refuses TLS before 1.2
# description: >-
#   TLS 1.0 and 1.1 can be attacked and are no longer recommended by any standard. An empty setting
#   accepts whatever the TLS library still can.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/runtime-config-connection.html#GUC-SSL-MIN-PROTOCOL-VERSION
#   - ref: https://www.rfc-editor.org/rfc/rfc8996
# custom:
#   id: postgres-tls-version
#   resource: postgres.server
#   severity: high
#   controls: [enc-in-transit-tls, enc-standard-algorithms]
#   remediation: |
#     As a superuser:
#       ALTER SYSTEM SET ssl_min_protocol_version = 'TLSv1.2';
#       SELECT pg_reload_conf();
#     Verify: SHOW ssl_min_protocol_version;
#   zh:
#     title: PostgreSQL 拒绝 TLS 1.2 之前的版本
#     message: "{id} 接受的最低 TLS 版本为 {version}"
#     remediation: |
#       以超级用户执行：
#         ALTER SYSTEM SET ssl_min_protocol_version = 'TLSv1.2';
#         SELECT pg_reload_conf();
#       验证：SHOW ssl_min_protocol_version;
package encryption.postgres_tls_version

deny contains {"msg": msg, "args": {"version": version}} if {
	oldest := input.facts.ssl_min_protocol_version
	not oldest in {"TLSv1.2", "TLSv1.3"}
	version := shown(oldest)
	msg := sprintf("%s accepts TLS from version %s on", [input.name, version])
}

not_applicable if input.facts.ssl == false

shown(version) := "any" if version == ""

else := version
