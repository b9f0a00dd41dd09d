# METADATA
# title: Servers negotiate TLS 1.2 or later only
# description: >-
#   SSL 3, TLS 1.0 and TLS 1.1 rest on MD5 and SHA-1 and on modes that POODLE and BEAST break. What
#   counts is what can be negotiated: an old version in the file that OpenSSL refuses at its security
#   level is no finding.
# related_resources:
#   - ref: https://www.rfc-editor.org/rfc/rfc8996
#   - ref: https://ssl-config.mozilla.org/
# custom:
#   id: tls-old-protocols
#   resource: server.tls_endpoint
#   severity: high
#   controls: [enc-in-transit-tls, enc-standard-algorithms]
#   remediation: |
#     Name the versions where the server block (or what it inherits) is configured:
#       nginx       ssl_protocols TLSv1.2 TLSv1.3;        (in the default server of the socket)
#       Apache      SSLProtocol -all +TLSv1.2 +TLSv1.3
#       HAProxy     ssl-default-bind-options ssl-min-ver TLSv1.2
#       PostgreSQL  ssl_min_protocol_version = 'TLSv1.2'
#       MySQL       tls_version = TLSv1.2,TLSv1.3
#     and take @SECLEVEL=0 out of the cipher string. Reload the server. Verify (must fail):
#       openssl s_client -connect NAME:443 -tls1_1 -cipher 'DEFAULT@SECLEVEL=0' </dev/null
#   zh:
#     title: 服务只协商 TLS 1.2 及以上版本
#     message: "{id} 可协商过时的协议：{protocols}"
#     remediation: |
#       在相应配置中写明版本：
#         nginx       ssl_protocols TLSv1.2 TLSv1.3;
#         Apache      SSLProtocol -all +TLSv1.2 +TLSv1.3
#         HAProxy     ssl-default-bind-options ssl-min-ver TLSv1.2
#         PostgreSQL  ssl_min_protocol_version = 'TLSv1.2'
#         MySQL       tls_version = TLSv1.2,TLSv1.3
#       并去掉 @SECLEVEL=0，重新加载服务。
#       验证（应失败）：openssl s_client -connect NAME:443 -tls1_1 -cipher 'DEFAULT@SECLEVEL=0' </dev/null
package encryption.tls_old_protocols

import data.lib.tls

deny contains {"msg": msg, "args": {"protocols": protocols}} if {
	old := [name | some name in input.facts.protocols; not name in {"TLSv1.2", "TLSv1.3"}]
	count(old) > 0
	protocols := concat(", ", old)
	msg := sprintf("%s negotiates %s", [input.name, protocols])
}

not_applicable if not tls.encrypted(input.facts.listen)
