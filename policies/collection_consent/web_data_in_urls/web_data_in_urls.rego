# METADATA
# title: No address on a page carries personal data
# description: >-
#   Addresses end up in histories, in logs and with third parties through the Referer. Names of
#   parameters are judged, and values that are e-mail addresses.
# related_resources:
#   - ref: https://owasp.org/www-community/vulnerabilities/Information_exposure_through_query_strings_in_url
# custom:
#   id: web-data-in-urls
#   resource: web.page
#   severity: medium
#   controls: [col-secure-channel]
#   remediation: |
#     Refer to the customer by the session, not by the address: /orders instead of /orders?phone=…. Verify:
#       curl -s URL | grep -o -i -E '[?&](phone|email|name)=[^&"]*'
#   zh:
#     title: 页面地址不含个人信息
#     message: "{id} 的地址 {url} 携带个人信息参数：{parameters}"
#     remediation: |
#       通过会话而非地址识别客户，例如使用 /orders 而不是 /orders?phone=…。
#       验证：curl -s URL | grep -o -i -E '[?&](phone|email|name)=[^&"]*'
package collection_consent.web_data_in_urls

deny contains {"msg": msg, "path": path, "args": {"url": found.url, "parameters": parameters}} if {
	some found in input.facts.data_in_urls
	parameters := concat(", ", found.parameters)
	path := concat("?", [found.url, parameters])
	msg := sprintf("%s carries %s in the address %s", [input.name, parameters, found.url])
}

unknown contains {"msg": input.facts.reading.unsettled} if input.facts.reading.unsettled != ""
