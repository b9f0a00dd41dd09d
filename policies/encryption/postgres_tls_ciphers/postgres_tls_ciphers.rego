# METADATA
# title: PostgreSQL offers no weak TLS ciphers
# description: >-
#   A cipher list that names suites without encryption, without authentication, or with broken
#   algorithms lets an attacker in the middle choose them. The default of PostgreSQL names none of them.
#   The list is for TLS up to 1.2; TLS 1.3 has no weak suites.
# related_resources:
#   - ref: https://www.postgresql.org/docs/current/runtime-config-connection.html#GUC-SSL-CIPHERS
#   - ref: https://docs.openssl.org/master/man1/openssl-ciphers/
# custom:
#   id: postgres-tls-ciphers
#   resource: postgres.server
#   severity: medium
#   controls: [enc-in-transit-tls, enc-standard-algorithms]
#   remediation: |
#     As a superuser:
#       ALTER SYSTEM SET ssl_ciphers = 'HIGH:!aNULL:!MD5';
#       SELECT pg_reload_conf();
#     Verify: SHOW ssl_ciphers;
#   zh:
#     title: PostgreSQL 不提供弱 TLS 密码套件
#     message: "{id} 的密码套件列表包含弱算法：{ciphers}"
#     remediation: |
#       以超级用户执行：
#         ALTER SYSTEM SET ssl_ciphers = 'HIGH:!aNULL:!MD5';
#         SELECT pg_reload_conf();
#       验证：SHOW ssl_ciphers;
package encryption.postgres_tls_ciphers

deny contains {"msg": msg, "args": {"ciphers": concat(", ", sort(weak))}} if {
	count(weak) > 0
	msg := sprintf("%s offers weak ciphers: %s", [input.name, concat(", ", sort(weak))])
}

not_applicable if input.facts.ssl == false

words := {trim_space(word) | some word in regex.split(`[:, ]+`, input.facts.ssl_ciphers)}

# A word adds ciphers unless it begins with !, - or +; one with ! takes them out for good.
weak contains word if {
	some word in words
	regex.match(`^(NULL|eNULL|aNULL|ADH|AECDH|LOW|EXP|EXPORT|EXPORT40|EXPORT56|RC2|RC4|DES|MD5)$`, word)
	not sprintf("!%s", [word]) in words
}

weak contains word if {
	some word in words
	not regex.match(`^[!+-]`, word)
	regex.match(`(^|-)(RC4|NULL|EXP)-|DES-CBC-SHA$|-MD5$`, word)
}

weak contains word if {
	some word in words
	word in {"ALL", "COMPLEMENTOFALL", "COMPLEMENTOFDEFAULT"}
	not "!aNULL" in words
}
