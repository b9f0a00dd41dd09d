# METADATA
# title: Pages that ask for personal data link to the privacy policy
# description: >-
#   Customers must be able to read what happens to their data before they give it. A page with a form
#   and no link to the privacy policy takes that away.
# related_resources:
#   - ref: https://www.cac.gov.cn/2021-08/20/c_1631050028355286.htm
#   - ref: https://gdpr-info.eu/art-13-gdpr/
# custom:
#   id: web-policy-link-present
#   resource: web.page
#   severity: high
#   controls: [col-policy-link-prominent]
#   remediation: |
#     Put a link right above the button that sends the form:
#       <p><a href="/privacy">Privacy policy</a></p>
#     and call it so (隐私政策, Privacy policy), so that people and this check recognise it. Verify:
#       curl -s URL | grep -i -E 'privacy|隐私'
#   zh:
#     title: 收集个人信息的页面有隐私政策链接
#     message: "{id} 没有可见的隐私政策链接"
#     remediation: |
#       在提交按钮上方放置链接，文字写明“隐私政策”：
#         <p><a href="/privacy">隐私政策</a></p>
#       验证：curl -s URL | grep -i -E 'privacy|隐私'
package collection_consent.web_policy_link_present

deny contains {"msg": msg} if {
	input.facts.collects
	input.facts.reading.unsettled == ""
	seen := [link | some link in input.facts.policy_links; link.shown != "no"]
	count(seen) == 0
	msg := sprintf("%s asks for personal data and shows no link to a privacy policy", [input.name])
}

unknown contains {"msg": input.facts.reading.unsettled} if {
	input.facts.reading.unsettled != ""
	seen := [link | some link in input.facts.policy_links; link.shown != "no"]
	count(seen) == 0
}

not_applicable if {
	input.facts.collects == false
	input.facts.reading.unsettled == ""
}
