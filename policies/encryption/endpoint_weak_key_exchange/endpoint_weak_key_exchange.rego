# METADATA
# title: Endpoints exchange keys in strong groups
# description: >-
#   Groups of finite fields shorter than the limit (Logjam) and elliptic curves below 224 bits can be
#   broken by who records the handshake.
# related_resources:
#   - ref: https://weakdh.org/
#   - ref: https://www.rfc-editor.org/rfc/rfc9325#section-4.4
# custom:
#   id: endpoint-weak-key-exchange
#   resource: endpoint.tls
#   severity: medium
#   controls: [enc-standard-algorithms]
#   remediation: |
#     Make a group of your own and name it, or leave DHE suites out (ECDHE:!DHE):
#       openssl dhparam -out /etc/ssl/dhparam.pem 3072
#       nginx    ssl_dhparam /etc/ssl/dhparam.pem; ssl_ecdh_curve X25519:prime256v1:secp384r1;
#       HAProxy  tune.ssl.default-dh-param 3072
#       Apache   SSLOpenSSLConfCmd Curves X25519:prime256v1:secp384r1
#     and reload. Verify: openssl s_client -connect HOST:PORT -tls1_2 -cipher kDHE </dev/null | grep 'Temp Key'
#   zh:
#     title: 端点使用足够强的密钥交换参数
#     message: "{id} 的密钥交换参数过弱：{groups}"
#     remediation: |
#       自行生成参数并指定，或去掉 DHE 套件（ECDHE:!DHE）：
#         openssl dhparam -out /etc/ssl/dhparam.pem 3072
#         nginx    ssl_dhparam /etc/ssl/dhparam.pem; ssl_ecdh_curve X25519:prime256v1:secp384r1;
#         HAProxy  tune.ssl.default-dh-param 3072
#       重新加载后验证：openssl s_client -connect HOST:PORT -tls1_2 -cipher kDHE </dev/null | grep 'Temp Key'
package encryption.endpoint_weak_key_exchange

deny contains {"msg": msg, "args": {"groups": groups}} if {
	names := short_group | weak_curves
	count(names) > 0
	groups := concat(", ", sort(names))
	msg := sprintf("%s exchanges keys in weak groups: %s", [input.name, groups])
}

short_group contains sprintf("DH %v", [input.facts.key_exchange.dh_bits]) if {
	is_number(input.facts.key_exchange.dh_bits)
	input.facts.key_exchange.dh_bits < data.parameters.endpoint_dh_min_bits
}

weak_curves contains curve if {
	some curve in input.facts.key_exchange.curves
	regex.match(`^(secp|prime|sect)(1[0-9]{2}|20[0-9])[kr]?[0-9]*`, curve)
}
