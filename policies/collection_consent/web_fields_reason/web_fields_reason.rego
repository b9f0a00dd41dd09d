# METADATA
# title: Forms say why they need what is necessary
# description: >-
#   For each necessary field, the label, a hint beside it or a sentence in the form says what the data
#   is used for.
# related_resources:
#   - ref: https://www.cac.gov.cn/2021-08/20/c_1631050028355286.htm
#   - ref: https://gdpr-info.eu/art-13-gdpr/
# custom:
#   id: web-fields-reason
#   resource: web.form
#   severity: medium
#   controls: [col-necessary-optional-marked]
#   remediation: |
#     Say it where it is asked:
#       <label>Phone * <input name="phone" aria-describedby="why" required></label>
#       <small id="why">We use it to tell you when your order arrives.</small>
#   zh:
#     title: 表单说明收集必要信息的理由
#     message: "{id} 未说明必填字段“{label}”的用途"
#     remediation: |
#       在收集处说明用途：
#         <label>手机 * <input name="phone" aria-describedby="why" required></label>
#         <small id="why">用于通知您订单送达。</small>
package collection_consent.web_fields_reason

import data.lib.web

deny contains {"msg": msg, "path": field.name, "args": {"label": field.label}} if {
	some field in input.facts.fields
	field.kind in web.personal
	field.required
	field.reason == false
	input.facts.purpose == false
	input.facts.reading.unsettled == ""
	msg := sprintf("%s does not say why it needs '%s'", [input.name, field.label])
}

unknown contains {"msg": msg} if {
	msg := web.unclear(input.facts.fields, input.facts.reading)
}

not_applicable if {
	input.facts.reading.unsettled == ""
	not web.may_collect(input.facts.fields)
}
