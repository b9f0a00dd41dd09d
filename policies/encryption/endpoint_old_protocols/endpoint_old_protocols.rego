# METADATA
# title: Endpoints negotiate TLS 1.2 or later only
# description: >-
#   What counts is what the endpoint really accepts from the network, whatever its configuration says: a
#   proxy, a load balancer or a server that was not reloaded may still speak SSL 3, TLS 1.0 or TLS 1.1,
#   which rest on MD5 and SHA-1.
# related_resources:
#   - ref: https://www.rfc-editor.org/rfc/rfc8996
#   - ref: https://ssl-config.mozilla.org/
# custom:
#   id: endpoint-old-protocols
#   resource: endpoint.tls
#   severity: high
#   controls: [enc-in-transit-tls, enc-standard-algorithms, col-secure-channel]
#   remediation: |
#     Switch the versions off on whatever answers at this address (server, proxy or load balancer):
#       nginx       ssl_protocols TLSv1.2 TLSv1.3;
#       Apache      SSLProtocol -all +TLSv1.2 +TLSv1.3
#       HAProxy     ssl-default-bind-options ssl-min-ver TLSv1.2
#       PostgreSQL  ssl_min_protocol_version = 'TLSv1.2'
#     and reload it. Verify (must fail):
#       openssl s_client -connect HOST:PORT -tls1_1 -cipher 'DEFAULT@SECLEVEL=0' </dev/null
#   zh:
#     title: 端点只协商 TLS 1.2 及以上版本
#     message: "{id} 实际可协商过时的协议：{protocols}"
#     remediation: |
#       在实际应答的服务、代理或负载均衡上关闭旧版本并重新加载：
#         nginx       ssl_protocols TLSv1.2 TLSv1.3;
#         Apache      SSLProtocol -all +TLSv1.2 +TLSv1.3
#         HAProxy     ssl-default-bind-options ssl-min-ver TLSv1.2
#       验证（应失败）：openssl s_client -connect HOST:PORT -tls1_1 -cipher 'DEFAULT@SECLEVEL=0' </dev/null
package encryption.endpoint_old_protocols

deny contains {"msg": msg, "args": {"protocols": protocols}} if {
	old := [name | some name in input.facts.protocols; not name in {"TLSv1.2", "TLSv1.3"}]
	count(old) > 0
	protocols := concat(", ", old)
	msg := sprintf("%s negotiates %s", [input.name, protocols])
}
