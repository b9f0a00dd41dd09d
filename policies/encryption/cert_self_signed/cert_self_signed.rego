# METADATA
# title: Endpoints on the network show a certificate of an authority
# description: >-
#   A certificate that signed itself proves nothing to a client that does not hold a copy of it: people
#   accept the warning, programs turn verification off, and anyone on the way can show one just like it.
# related_resources:
#   - ref: https://www.rfc-editor.org/rfc/rfc9325
#   - ref: https://letsencrypt.org/getting-started/
# custom:
#   id: cert-self-signed
#   resource: server.certificate
#   severity: medium
#   controls: [enc-in-transit-tls]
#   remediation: |
#     Get a certificate from your own authority or a public one and name it in the endpoints of the facts:
#       certbot --nginx -d NAME        (or --apache)
#     Where every client pins this very certificate, a waiver is in place.
#     Verify: openssl s_client -connect NAME:443 -servername NAME -verify_return_error </dev/null
#   zh:
#     title: 对外端点使用证书机构签发的证书
#     message: "{id} 为自签名证书，用于 {endpoints}"
#     remediation: |
#       向内部或公共证书机构申请证书并替换：
#         certbot --nginx -d NAME（或 --apache）
#       若所有客户端都固定了该证书，可登记豁免。
#       验证：openssl s_client -connect NAME:443 -servername NAME -verify_return_error </dev/null
package encryption.cert_self_signed

deny contains {"msg": msg, "args": {"endpoints": endpoints}} if {
	input.facts.issuer.self_signed
	count(open_endpoints) > 0
	endpoints := concat(", ", sort(open_endpoints))
	msg := sprintf("%s signed itself and is shown by %s", [input.name, endpoints])
}

open_endpoints := {endpoint.name | some endpoint in input.facts.endpoints; endpoint.local == false}

not_applicable if count(open_endpoints) == 0
