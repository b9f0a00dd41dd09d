# METADATA
# title: Certificates in use are valid now
# description: >-
#   Clients refuse an expired certificate, or people learn to click the warning away, and then nobody
#   notices the one of an attacker.
# related_resources:
#   - ref: https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5
# custom:
#   id: cert-expired
#   resource: server.certificate
#   severity: high
#   controls: [enc-in-transit-tls]
#   remediation: |
#     Renew the certificate and reload the servers that show it (see the facts). With certbot:
#       certbot renew && systemctl list-timers | grep certbot
#     Verify: openssl x509 -noout -dates -in FILE
#   zh:
#     title: 使用中的证书在有效期内
#     message: "{id} 不在有效期内（{validity}）"
#     remediation: |
#       续签证书并重新加载使用它的服务。使用 certbot 时：
#         certbot renew && systemctl list-timers | grep certbot
#       验证：openssl x509 -noout -dates -in FILE
package encryption.cert_expired

import data.lib.dates

deny contains {"msg": msg, "args": {"validity": validity}} if {
	now := dates.instant(data.run.now)
	not valid_at(now)
	validity := sprintf("%s - %s", [input.facts.validity.not_before, input.facts.validity.not_after])
	msg := sprintf("%s is not valid now (%s)", [input.name, validity])
}

valid_at(now) if {
	dates.instant(input.facts.validity.not_before) <= now
	now <= dates.instant(input.facts.validity.not_after)
}
