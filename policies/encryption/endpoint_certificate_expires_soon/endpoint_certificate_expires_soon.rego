# METADATA
# title: Certificates of endpoints are renewed in time
# description: >-
#   A certificate that nobody renewed takes the service down or trains people to ignore warnings.
#   Short-lived certificates are judged by a third of their life instead.
# related_resources:
#   - ref: https://letsencrypt.org/docs/integration-guide/
# custom:
#   id: endpoint-certificate-expires-soon
#   resource: endpoint.tls
#   severity: medium
#   controls: [enc-in-transit-tls]
#   remediation: |
#     Renew it now and see why that did not happen by itself:
#       certbot renew --dry-run; systemctl list-timers | grep certbot; journalctl -u certbot
#     Verify: openssl s_client -connect HOST:PORT -servername NAME </dev/null | openssl x509 -noout -enddate
#   zh:
#     title: 端点证书及时续签
#     message: "{id} 的证书将于 {not_after} 到期"
#     remediation: |
#       立即续签，并检查为何没有自动续签：
#         certbot renew --dry-run; systemctl list-timers | grep certbot; journalctl -u certbot
#       验证：openssl s_client -connect HOST:PORT -servername NAME </dev/null | openssl x509 -noout -enddate
package encryption.endpoint_certificate_expires_soon

import data.lib.dates

deny contains {"msg": msg, "path": certificate.fingerprint, "args": {"not_after": certificate.not_after}} if {
	some certificate in input.facts.certificates
	now := dates.instant(data.run.now)
	end := dates.instant(certificate.not_after)
	now <= end
	end - now < dates.hours(data.parameters.certificate_days_left * 24)
	(end - now) * 3 < end - dates.instant(certificate.not_before)
	msg := sprintf("%s shows a certificate that expires on %s", [input.name, certificate.not_after])
}

unknown contains {"msg": msg} if {
	some certificate in input.facts.certificates
	some field in ["not_before", "not_after"]
	not dates.instant(certificate[field])
	msg := sprintf("%s cannot be read: %s", [field, certificate[field]])
}
