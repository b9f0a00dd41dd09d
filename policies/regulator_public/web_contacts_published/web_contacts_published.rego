# METADATA
# title: The site publishes a hotline, an e-mail address and a channel for complaints
# description: >-
#   Customers, partners and the public must be able to reach the company and complain. All three are
#   looked for on the pages that the target lists: telephone numbers and addresses in the text or behind
#   tel: and mailto:, and a link or a number for complaints.
# related_resources:
#   - ref: https://www.cac.gov.cn/2021-08/20/c_1631050028355286.htm
# custom:
#   id: web-contacts-published
#   resource: web.site
#   severity: medium
#   controls: [pub-contact-published]
#   remediation: |
#     Publish what is missing on a page that everybody finds, and list that page under 'pages' of the target:
#       <p>Hotline: <a href="tel:+864001234567">400 123 4567</a></p>
#       <p>E-mail: <a href="mailto:privacy@shop.example">privacy@shop.example</a></p>
#       <p><a href="/complaints">Complaints</a></p>
#   zh:
#     title: 网站公布热线、邮箱和投诉渠道
#     message: "{id} 未公布：{missing}"
#     remediation: |
#       在易于找到的页面公布缺少的联系方式，并将该页面列入目标的 pages：
#         <p>客服热线：<a href="tel:+864001234567">400 123 4567</a></p>
#         <p>邮箱：<a href="mailto:privacy@shop.example">privacy@shop.example</a></p>
#         <p><a href="/complaints">投诉与举报</a></p>
package regulator_public.web_contacts_published

deny contains {"msg": msg, "path": missing, "args": {"missing": missing}} if {
	some missing in data.parameters.published_contacts
	not missing in {contact.kind | some contact in input.facts.contacts}
	msg := sprintf("%s publishes no %s", [input.name, replace(missing, "_", " ")])
}
