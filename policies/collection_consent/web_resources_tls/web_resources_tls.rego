# METADATA
# title: Pages load everything over TLS
# description: >-
#   A script or style sheet that comes in plain text can be replaced on its way, and then reads every
#   field of the page.
# related_resources:
#   - ref: https://www.w3.org/TR/mixed-content/
# custom:
#   id: web-resources-tls
#   resource: web.page
#   severity: high
#   controls: [col-secure-channel, enc-in-transit-tls]
#   remediation: |
#     Name everything with https or relative to the page, and let browsers help:
#       Content-Security-Policy: upgrade-insecure-requests
#     Verify: curl -s URL | grep -o 'src="http:[^"]*"'
#   zh:
#     title: 页面的全部资源通过 TLS 加载
#     message: "{id} 以明文加载 {url}"
#     remediation: |
#       所有资源使用 https 或相对地址，并可加入响应头：
#         Content-Security-Policy: upgrade-insecure-requests
#       验证：curl -s URL | grep -o 'src="http:[^"]*"'
package collection_consent.web_resources_tls

deny contains {"msg": msg, "path": found.url, "args": {"url": found.url}} if {
	some found in input.facts.resources
	found.tls == false
	msg := sprintf("%s loads %s in plain text", [input.name, found.url])
}

deny contains {"msg": msg, "path": found.url, "args": {"url": found.url}} if {
	some found in input.facts.requests
	found.tls == false
	found.kind != "document"
	msg := sprintf("%s loads %s in plain text", [input.name, found.url])
}

unknown contains {"msg": input.facts.reading.unsettled} if input.facts.reading.unsettled != ""
