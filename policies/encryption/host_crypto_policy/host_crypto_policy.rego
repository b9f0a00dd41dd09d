# METADATA
# title: OpenSSL is not weakened for all programs
# description: >-
#   openssl.cnf and the crypto policy hold for every program that does not decide itself: clients that
#   fetch data, database drivers, mail. MinProtocol below TLS 1.2, security level 0 or the policy LEGACY
#   open them all to old protocols and short keys.
# related_resources:
#   - ref: https://docs.openssl.org/master/man5/config/
#   - ref: https://docs.openssl.org/master/man3/SSL_CTX_set_security_level/
# custom:
#   id: host-crypto-policy
#   resource: server.host
#   severity: medium
#   controls: [enc-standard-algorithms, enc-in-transit-tls]
#   remediation: |
#     Remove MinProtocol, or set it in the section that system_default names in openssl.cnf:
#       MinProtocol = TLSv1.2
#       CipherString = DEFAULT:@SECLEVEL=2
#     On Red Hat and its kin: update-crypto-policies --set DEFAULT
#     One program that needs old protocols gets its own file by OPENSSL_CONF. Restart the services.
#     Verify: openssl ciphers -s -v | head; update-crypto-policies --show
#   zh:
#     title: 系统级 OpenSSL 设置未被削弱
#     message: "{id} 的系统级加密设置过弱：{setting}"
#     remediation: |
#       删除 MinProtocol，或在 openssl.cnf 的 system_default 所指段中设置：
#         MinProtocol = TLSv1.2
#         CipherString = DEFAULT:@SECLEVEL=2
#       Red Hat 系：update-crypto-policies --set DEFAULT
#       个别需要旧协议的程序用 OPENSSL_CONF 指定单独的文件。重启服务。
#       验证：openssl ciphers -s -v | head; update-crypto-policies --show
package encryption.host_crypto_policy

deny contains {"msg": msg, "path": setting, "args": {"setting": setting}} if {
	setting := weakened[_]
	msg := sprintf("%s weakens OpenSSL for all programs: %s", [input.name, setting])
}

weakened contains "MinProtocol" if {
	is_string(input.facts.crypto_policy.min_protocol)
	lower(input.facts.crypto_policy.min_protocol) in {"none", "sslv3", "tlsv1", "tlsv1.0", "tlsv1.1"}
}

weakened contains "SECLEVEL" if input.facts.crypto_policy.security_level == 0

weakened contains "LEGACY" if {
	is_string(input.facts.crypto_policy.system_policy)
	startswith(input.facts.crypto_policy.system_policy, "LEGACY")
}
