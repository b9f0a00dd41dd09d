# METADATA
# title: Endpoints show certificates that are in force
# description: >-
#   Clients refuse an expired certificate, or learn to click the warning away; then nobody notices when
#   somebody else answers in the server's place.
# related_resources:
#   - ref: https://www.rfc-editor.org/rfc/rfc5280
# custom:
#   id: endpoint-certificate-expired
#   resource: endpoint.tls
#   severity: high
#   controls: [enc-in-transit-tls, col-secure-channel]
#   remediation: |
#     Renew it, install it on whatever answers at this address, and reload that:
#       certbot renew --force-renewal && systemctl reload nginx
#     Verify: openssl s_client -connect HOST:PORT -servername NAME </dev/null | openssl x509 -noout -dates
#   zh:
#     title: 端点的证书在有效期内
#     message: "{id} 的证书不在有效期内（{not_before} 至 {not_after}）"
#     remediation: |
#       续签证书，安装到实际应答的服务并重新加载：
#         certbot renew --force-renewal && systemctl reload nginx
#       验证：openssl s_client -connect HOST:PORT -servername NAME </dev/null | openssl x509 -noout -dates
package encryption.endpoint_certificate_expired

import data.lib.dates

deny contains {"msg": msg, "path": certificate.fingerprint, "args": args} if {
	some certificate in input.facts.certificates
	not in_force(certificate)
	args := {"not_before": certificate.not_before, "not_after": certificate.not_after}
	msg := sprintf("%s shows a certificate that was good from %s to %s", [
		input.name,
		certificate.not_before,
		certificate.not_after,
	])
}

in_force(certificate) if {
	now := dates.instant(data.run.now)
	dates.instant(certificate.not_before) <= now
	now <= dates.instant(certificate.not_after)
}
