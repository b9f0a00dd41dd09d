# METADATA
# title: Nobody follows customers before they consent
# description: >-
#   Trackers learn who looks at the page, and often what is typed, before anybody was asked. Judged on
#   what the page asks for when it opens; nothing is clicked.
# related_resources:
#   - ref: https://gdpr-info.eu/art-7-gdpr/
#   - ref: https://www.w3.org/TR/tracking-compliance/
# custom:
#   id: web-trackers-before-consent
#   resource: web.page
#   severity: high
#   controls: [shr-default-deny]
#   remediation: |
#     Load the tracker only from the handler of the customer's consent, or not at all:
#       consentButton.addEventListener("click", () => document.head.append(Object.assign(
#         document.createElement("script"), {src: "https://…"})))
#     Verify: open the page in a fresh window with the network tab of the developer tools, and touch nothing.
#   zh:
#     title: 同意之前不加载跟踪器
#     message: "{id} 在用户同意前请求跟踪站点 {host}"
#     remediation: |
#       仅在用户同意后加载跟踪脚本，或将其移除。
#       验证：在新窗口打开页面，不做任何操作，查看开发者工具的网络请求。
package sharing_third_party.web_trackers_before_consent

import data.lib.web

deny contains {"msg": msg, "path": host, "args": {"host": host}} if {
	some found in input.facts.resources
	found.tracker
	host := web.host(found.url)
	msg := sprintf("%s calls %s before anybody consented", [input.name, host])
}

deny contains {"msg": msg, "path": host, "args": {"host": host}} if {
	some found in input.facts.requests
	found.tracker
	host := web.host(found.url)
	msg := sprintf("%s calls %s before anybody consented", [input.name, host])
}

unknown contains {"msg": input.facts.reading.unsettled} if input.facts.reading.unsettled != ""
