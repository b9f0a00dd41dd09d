# METADATA
# title: Forms with personal data go to origins of the company only
# description: >-
#   What customers type is handed to somebody else the moment they press the button. An origin that
#   belongs to the company, or to a partner with an agreement, is listed under 'origins' of the target.
# related_resources:
#   - ref: https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#attr-fs-action
# custom:
#   id: web-form-target-foreign
#   resource: web.form
#   severity: critical
#   controls: [shr-default-deny]
#   remediation: |
#     Send the form to your own server, and let that pass on what the partner's agreement covers. If the origin is
#     yours, list it: origins: [https://forms.shop.example]
#   zh:
#     title: 个人信息表单只提交到自有站点
#     message: "{id} 将个人信息提交到外部站点 {url}"
#     remediation: |
#       将表单提交到自有服务器；若该站点属于本公司，请将其列入目标的 origins。
package sharing_third_party.web_form_target_foreign

import data.lib.web

deny contains {"msg": msg, "args": {"url": input.facts.action.url}} if {
	web.may_collect(input.facts.fields)
	is_object(input.facts.action)
	input.facts.action.ours == false
	msg := sprintf("%s is sent to %s, which is not listed as yours", [input.name, input.facts.action.url])
}

unknown contains {"msg": "a script decides where the fields are sent"} if {
	input.facts.action == null
}

unknown contains {"msg": input.facts.reading.unsettled} if input.facts.reading.unsettled != ""

not_applicable if {
	input.facts.reading.unsettled == ""
	not web.may_collect(input.facts.fields)
}
