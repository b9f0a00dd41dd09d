# METADATA
# title: Endpoints keep recorded traffic safe when their key leaks
# description: >-
#   With a plain RSA key exchange, whoever records the traffic today and gets hold of the private key
#   later reads everything. Every suite must exchange a key of its own (ECDHE, DHE or TLS 1.3).
# related_resources:
#   - ref: https://www.rfc-editor.org/rfc/rfc9325#section-4.1
#   - ref: https://ssl-config.mozilla.org/
# custom:
#   id: endpoint-forward-secrecy
#   resource: endpoint.tls
#   severity: medium
#   controls: [enc-standard-algorithms]
#   remediation: |
#     Leave only suites with ECDHE or DHE in ssl_ciphers (nginx), SSLCipherSuite (Apache),
#     ssl-default-bind-ciphers (HAProxy):
#       ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM:DHE+CHACHA20:!aNULL
#     and reload. Verify (must fail): openssl s_client -connect HOST:PORT -tls1_2 -cipher kRSA </dev/null
#   zh:
#     title: 端点的密钥交换具备前向安全性
#     message: "{id} 可协商无前向安全性的套件：{suites}"
#     remediation: |
#       只保留 ECDHE 或 DHE 套件：
#         ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM:DHE+CHACHA20:!aNULL
#       重新加载后验证（应失败）：openssl s_client -connect HOST:PORT -tls1_2 -cipher kRSA </dev/null
package encryption.endpoint_forward_secrecy

deny contains {"msg": msg, "args": {"suites": suites}} if {
	names := {suite.name | some suite in input.facts.suites; suite.forward_secrecy == false}
	count(names) > 0
	suites := concat(", ", sort(names))
	msg := sprintf("%s negotiates suites without forward secrecy: %s", [input.name, suites])
}
