# METADATA
# title: Certificates are renewed in time
# description: >-
#   A certificate that nobody renewed takes the service down or trains people to ignore warnings. Short-
#   lived certificates are judged by a third of their life instead.
# related_resources:
#   - ref: https://letsencrypt.org/docs/integration-guide/
# custom:
#   id: cert-expires-soon
#   resource: server.certificate
#   severity: medium
#   controls: [enc-in-transit-tls]
#   remediation: |
#     Renew it now and see why that did not happen by itself. With certbot:
#       certbot renew --dry-run; systemctl list-timers | grep certbot; journalctl -u certbot
#     Verify: openssl x509 -noout -enddate -in FILE
#   zh:
#     title: 证书及时续签
#     message: "{id} 将于 {not_after} 到期"
#     remediation: |
#       立即续签，并检查为何没有自动续签。使用 certbot 时：
#         certbot renew --dry-run; systemctl list-timers | grep certbot; journalctl -u certbot
#       验证：openssl x509 -noout -enddate -in FILE
package encryption.cert_expires_soon

import data.lib.dates

deny contains {"msg": msg, "args": {"not_after": not_after}} if {
	now := dates.instant(data.run.now)
	end := dates.instant(input.facts.validity.not_after)
	begin := dates.instant(input.facts.validity.not_before)
	now <= end
	end - now < dates.hours(data.parameters.certificate_days_left * 24)
	(end - now) * 3 < end - begin
	not_after := input.facts.validity.not_after
	msg := sprintf("%s expires on %s", [input.name, not_after])
}

# An expired one is a finding of its own.
not_applicable if dates.instant(input.facts.validity.not_after) < dates.instant(data.run.now)
