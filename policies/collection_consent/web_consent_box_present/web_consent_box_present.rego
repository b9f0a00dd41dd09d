# METADATA
# title: Forms have a box of their own for consent
# description: >-
#   Customers must consent by doing something for it. A form for personal data without a box to tick
#   takes consent for granted.
# related_resources:
#   - ref: https://gdpr-info.eu/art-7-gdpr/
#   - ref: https://www.cac.gov.cn/2021-08/20/c_1631050028355286.htm
# custom:
#   id: web-consent-box-present
#   resource: web.form
#   severity: high
#   controls: [col-consent-not-preticked]
#   remediation: |
#     Add a box of its own above the button, not ticked, and required:
#       <label><input type="checkbox" name="consent" required> I agree to the <a href="/privacy">policy</a></label>
#     The server must refuse what comes without it.
#   zh:
#     title: 表单设有单独的同意勾选框
#     message: "{id} 没有同意勾选框"
#     remediation: |
#       在提交按钮上方增加未勾选且必选的勾选框：
#         <label><input type="checkbox" name="consent" required> 我已阅读并同意<a href="/privacy">隐私政策</a></label>
#       服务端须拒绝未勾选的提交。
package collection_consent.web_consent_box_present

import data.lib.web

deny contains {"msg": msg} if {
	web.collects(input.facts.fields)
	input.facts.reading.unsettled == ""
	count(seen) == 0
	msg := sprintf("%s asks for personal data without a box to consent", [input.name])
}

unknown contains {"msg": msg} if {
	count(seen) == 0
	msg := web.unclear(input.facts.fields, input.facts.reading)
}

seen := [box | some box in input.facts.consent; box.shown != "no"]

not_applicable if {
	input.facts.reading.unsettled == ""
	not web.may_collect(input.facts.fields)
}
