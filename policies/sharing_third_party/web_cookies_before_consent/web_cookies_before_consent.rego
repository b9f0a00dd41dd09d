# METADATA
# title: Pages set no lasting cookies before customers consent
# description: >-
#   A cookie that outlives the visit, or comes from somebody else, recognises customers who were never
#   asked. Cookies of the session are needed to serve them; what else cannot be done without is listed
#   under 'necessary_cookies'.
# related_resources:
#   - ref: https://eur-lex.europa.eu/eli/dir/2002/58/oj
# custom:
#   id: web-cookies-before-consent
#   resource: web.page
#   severity: medium
#   controls: [shr-default-deny]
#   remediation: |
#     Set the cookie when the customer consents, or let it end with the session (no Max-Age, no Expires). One that
#     the
#     page cannot do without is listed: necessary_cookies: [csrf*]. Verify: curl -sI URL | grep -i set-cookie
#   zh:
#     title: 同意之前不设置长期 Cookie
#     message: "{id} 在用户同意前设置 Cookie {name}（{why}）"
#     remediation: |
#       在用户同意后再设置，或改为会话 Cookie（不设 Max-Age/Expires）；必需的 Cookie 列入 necessary_cookies。
#       验证：curl -sI URL | grep -i set-cookie
package sharing_third_party.web_cookies_before_consent

deny contains {"msg": msg, "path": path, "args": {"name": found.name, "why": why}} if {
	some found in input.facts.cookies
	found.necessary == false
	why := reason(found)
	path := concat("/", [found.domain, found.name])
	msg := sprintf("%s sets the cookie %s before anybody consented (%s)", [input.name, found.name, why])
}

reason(found) := sprintf("of %s", [found.domain]) if found.ours == false

else := sprintf("for %v days", [found.days]) if found.days > 0

unknown contains {"msg": input.facts.reading.unsettled} if input.facts.reading.unsettled != ""
