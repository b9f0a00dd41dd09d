# METADATA
# title: Cookies of customer pages travel over TLS only
# description: >-
#   A cookie without Secure goes along with any request in plain text to the same host, and with it the
#   session of the customer.
# related_resources:
#   - ref: https://www.rfc-editor.org/rfc/rfc6265#section-4.1.2.5
# custom:
#   id: web-cookies-secure
#   resource: web.page
#   severity: medium
#   controls: [col-secure-channel]
#   remediation: |
#     Set it with
#       Set-Cookie: sid=…; Secure; HttpOnly; SameSite=Lax
#     (nginx as proxy: proxy_cookie_flags ~ secure httponly samesite=lax). Verify: curl -sI URL | grep -i set-cookie
#   zh:
#     title: Cookie 仅通过 TLS 传输
#     message: "{id} 的 Cookie {name} 未设置 Secure"
#     remediation: |
#       为 Cookie 设置 Secure：
#         Set-Cookie: sid=…; Secure; HttpOnly; SameSite=Lax
#       验证：curl -sI URL | grep -i set-cookie
package collection_consent.web_cookies_secure

deny contains {"msg": msg, "path": path, "args": {"name": found.name}} if {
	some found in input.facts.cookies
	found.ours
	found.secure == false
	path := concat("/", [found.domain, found.name])
	msg := sprintf("the cookie %s of %s may travel in plain text", [found.name, input.name])
}

unknown contains {"msg": input.facts.reading.unsettled} if input.facts.reading.unsettled != ""
