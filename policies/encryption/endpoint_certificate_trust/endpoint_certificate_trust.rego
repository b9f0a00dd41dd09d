# METADATA
# title: Endpoints show certificates that clients can trace to a CA they trust
# description: >-
#   A self-signed certificate, a chain without its intermediate, or a CA that clients do not know:
#   clients cannot tell the server from somebody in its place. Which CAs they trust is the system's
#   list, or 'ca_file' of the target.
# related_resources:
#   - ref: https://www.rfc-editor.org/rfc/rfc5280
#   - ref: https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2
# custom:
#   id: endpoint-certificate-trust
#   resource: endpoint.tls
#   severity: high
#   controls: [enc-in-transit-tls, enc-standard-algorithms]
#   remediation: |
#     incomplete: send the intermediates too. nginx: ssl_certificate names the file with both (certbot:
#     fullchain.pem).
#     self_signed, untrusted: get a certificate from a CA that all clients trust; for a CA of your own, name its
#     certificate as 'ca_file' of the target in audit.yaml, if the clients have it. Verify:
#       openssl s_client -connect HOST:PORT -servername NAME -CAfile CA.pem </dev/null | grep 'Verify return code'
#   zh:
#     title: 端点证书可由受信任的 CA 验证
#     message: "{id} 的证书无法验证：{trust}（{detail}）"
#     remediation: |
#       incomplete：同时发送中间证书（nginx 的 ssl_certificate 使用 fullchain.pem）。
#       self_signed、untrusted：改用客户端信任的 CA 签发的证书；自建 CA 请在 audit.yaml 的目标中设置 ca_file。
#       验证：openssl s_client -connect HOST:PORT -servername NAME -CAfile CA.pem </dev/null | grep 'Verify return code'
package encryption.endpoint_certificate_trust

deny contains {"msg": msg, "path": certificate.fingerprint, "args": args} if {
	some certificate in input.facts.certificates
	certificate.trust != "trusted"
	args := {"trust": certificate.trust, "detail": certificate.trust_detail}
	msg := sprintf("%s shows a certificate that is %s (%s)", [
		input.name,
		words[certificate.trust],
		certificate.trust_detail,
	])
}

words := {
	"self_signed": "self-signed",
	"incomplete": "without its chain",
	"untrusted": "not trusted",
}
