# METADATA
# title: Endpoints renegotiate safely or not at all
# description: >-
#   Without RFC 5746 somebody on the way can put words before what the client says. A server that lets
#   clients renegotiate without end can be kept busy by one of them.
# related_resources:
#   - ref: https://www.rfc-editor.org/rfc/rfc5746
# custom:
#   id: endpoint-renegotiation
#   resource: endpoint.tls
#   severity: medium
#   controls: [enc-standard-algorithms]
#   remediation: |
#     Update the TLS library of the server, and switch renegotiation by clients off (nginx and HAProxy never allow
#     it;
#     Apache: SSLInsecureRenegotiation off; PostgreSQL 14 and later never do). Verify: in
#       openssl s_client -connect HOST:PORT -tls1_2
#     'Secure Renegotiation IS supported' is shown, and typing R ends the connection.
#   zh:
#     title: 端点安全地处理重协商
#     message: "{id} 的 TLS 重协商不安全：{problem}"
#     remediation: |
#       升级服务的 TLS 库，并关闭客户端发起的重协商（Apache：SSLInsecureRenegotiation off）。
#       验证：openssl s_client -connect HOST:PORT -tls1_2 显示 Secure Renegotiation IS supported，且输入 R 后连接断开。
package encryption.endpoint_renegotiation

deny contains {"msg": msg, "path": problem, "args": {"problem": problem}} if {
	some problem in problems
	msg := sprintf("%s: %s", [input.name, problem])
}

problems contains "renegotiation without RFC 5746" if input.facts.renegotiation.secure == false

problems contains "clients can renegotiate again and again" if input.facts.renegotiation.by_client == true

# TLS 1.3 has no renegotiation.
not_applicable if {
	every version in input.facts.protocols {
		version == "TLSv1.3"
	}
}
