# METADATA
# title: Endpoints do not compress within TLS
# description: >-
#   Compression within TLS lets somebody who can make a browser send requests guess the session cookie,
#   letter by letter (CRIME).
# related_resources:
#   - ref: https://www.rfc-editor.org/rfc/rfc9325#section-3.3
# custom:
#   id: endpoint-compression
#   resource: endpoint.tls
#   severity: medium
#   controls: [enc-standard-algorithms]
#   remediation: |
#     Update OpenSSL (off by default since 1.1.0) or switch it off (Apache: SSLCompression off). Verify:
#       openssl s_client -connect HOST:PORT -tls1_2 </dev/null | grep Compression      (NONE)
#   zh:
#     title: 端点不使用 TLS 压缩
#     message: "{id} 启用了 TLS 压缩"
#     remediation: |
#       升级 OpenSSL（1.1.0 起默认关闭）或将其关闭（Apache：SSLCompression off）。
#       验证：openssl s_client -connect HOST:PORT -tls1_2 </dev/null | grep Compression（应为 NONE）
package encryption.endpoint_compression

deny contains {"msg": msg} if {
	input.facts.compression == true
	msg := sprintf("%s compresses within TLS", [input.name])
}
