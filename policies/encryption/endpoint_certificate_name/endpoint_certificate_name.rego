# METADATA
# title: Endpoints show a certificate for the name that clients ask for
# description: >-
#   A certificate for another name makes clients refuse the connection or stop checking names, and then
#   any certificate will do for whoever sits on the way.
# related_resources:
#   - ref: https://www.rfc-editor.org/rfc/rfc9525
# custom:
#   id: endpoint-certificate-name
#   resource: endpoint.tls
#   severity: high
#   controls: [enc-in-transit-tls, col-secure-channel]
#   remediation: |
#     Get a certificate with the name in subjectAltName and let the server show it for that name:
#       certbot --nginx -d NAME
#     Where clients use another name than 'host', set 'server_name' of the target in audit.yaml. Verify:
#       openssl s_client -connect HOST:PORT -servername NAME -verify_hostname NAME </dev/null | grep -i verif
#   zh:
#     title: 端点证书与访问名称一致
#     message: "{id} 的证书不含名称 {name}（仅有 {names}）"
#     remediation: |
#       申请 subjectAltName 含该名称的证书并配置到服务：
#         certbot --nginx -d NAME
#       若客户使用的名称不同于 host，请在 audit.yaml 中设置 server_name。
#       验证：openssl s_client -connect HOST:PORT -servername NAME -verify_hostname NAME </dev/null | grep -i verif
package encryption.endpoint_certificate_name

deny contains {"msg": msg, "path": certificate.fingerprint, "args": {"name": name, "names": names}} if {
	some certificate in input.facts.certificates
	certificate.name_matches == false
	name := input.facts.server_name
	names := concat(", ", certificate.names)
	msg := sprintf("%s shows a certificate for [%s], not for %s", [input.name, names, name])
}
