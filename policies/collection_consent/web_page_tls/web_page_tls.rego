# METADATA
# title: Pages for customers are served over TLS all the way
# description: >-
#   A page without TLS can be changed on its way, form and all; one step without TLS in a chain of
#   redirects is enough.
# related_resources:
#   - ref: https://www.rfc-editor.org/rfc/rfc6797
# custom:
#   id: web-page-tls
#   resource: web.page
#   severity: high
#   controls: [col-secure-channel, enc-in-transit-tls]
#   remediation: |
#     Serve the page with https only, and link to it with https:
#       nginx    server { listen 80; server_name NAME; return 301 https://$host$request_uri; }
#     and name the https address in audit.yaml. Verify: curl -sIL URL | grep -i ^location
#   zh:
#     title: 客户页面全程使用 TLS
#     message: "{id} 的访问路径未全程加密：{way}"
#     remediation: |
#       仅以 https 提供页面，并在链接与 audit.yaml 中使用 https 地址：
#         nginx    server { listen 80; server_name NAME; return 301 https://$host$request_uri; }
#       验证：curl -sIL URL | grep -i ^location
package collection_consent.web_page_tls

deny contains {"msg": msg, "args": {"way": way}} if {
	input.facts.transport.tls == false
	way := concat(" -> ", input.facts.transport.way)
	msg := sprintf("%s is not encrypted all the way: %s", [input.name, way])
}
