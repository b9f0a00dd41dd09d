# METADATA
# title: Endpoints negotiate only strong cipher suites
# description: >-
#   Suites without encryption or authentication, with RC4, DES, 3DES, export keys or MD5 were really
#   negotiated, so whoever sits on the way can read or alter what customers send.
# related_resources:
#   - ref: https://www.rfc-editor.org/rfc/rfc9325
#   - ref: https://ssl-config.mozilla.org/
# custom:
#   id: endpoint-weak-ciphers
#   resource: endpoint.tls
#   severity: high
#   controls: [enc-standard-algorithms, enc-in-transit-tls]
#   remediation: |
#     Use this string in ssl_ciphers (nginx), SSLCipherSuite (Apache), ssl-default-bind-ciphers (HAProxy):
#       ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM:DHE+CHACHA20:!aNULL
#     and reload whatever answers at this address. Verify (must fail):
#       openssl s_client -connect HOST:PORT -tls1_2 -cipher 'NULL:RC4:3DES:aNULL:@SECLEVEL=0' </dev/null
#   zh:
#     title: 端点只协商强加密套件
#     message: "{id} 实际可协商弱加密套件：{suites}"
#     remediation: |
#       将 ssl_ciphers（nginx）、SSLCipherSuite（Apache）、ssl-default-bind-ciphers（HAProxy）设为：
#         ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM:DHE+CHACHA20:!aNULL
#       并重新加载实际应答的服务。
#       验证（应失败）：openssl s_client -connect HOST:PORT -tls1_2 -cipher 'NULL:RC4:3DES:aNULL:@SECLEVEL=0' </dev/null
package encryption.endpoint_weak_ciphers

import data.lib.tls

deny contains {"msg": msg, "args": {"suites": suites}} if {
	names := {suite.name | some suite in input.facts.suites; weak(suite)}
	count(names) > 0
	suites := concat(", ", sort(names))
	msg := sprintf("%s negotiates %s", [input.name, suites])
}

weak(suite) if suite.anonymous

weak(suite) if count(tls.weak_suites([suite.name])) > 0
