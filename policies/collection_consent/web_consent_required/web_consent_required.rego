# METADATA
# title: Nothing can be sent before the customer consents
# description: >-
#   A box that may stay empty does not stop the form from going out without consent. Where a script may
#   demand it, the check is undecided: no form is ever sent to find out.
# related_resources:
#   - ref: https://html.spec.whatwg.org/multipage/input.html#attr-input-required
#   - ref: https://www.cac.gov.cn/2021-08/20/c_1631050028355286.htm
# custom:
#   id: web-consent-required
#   resource: web.form
#   severity: high
#   controls: [col-consent-not-preticked]
#   remediation: |
#     Let the browser demand it: <input type="checkbox" name="consent" required>. The server must refuse what comes
#     without it. Verify: leave the box empty and press the button; the browser must object.
#   zh:
#     title: 未勾选同意则不能提交
#     message: "{id} 的同意勾选框不是必选项"
#     remediation: |
#       由浏览器强制：<input type="checkbox" name="consent" required>，服务端也须拒绝未勾选的提交。
#       验证：不勾选直接提交，浏览器应阻止。
package collection_consent.web_consent_required

deny contains {"msg": msg} if {
	count(input.facts.consent) > 0
	count(demanded) == 0
	input.facts.reading.scripts == false
	msg := sprintf("%s can be sent without consent", [input.name])
}

unknown contains {"msg": "a script may demand consent; add 'required' to the box"} if {
	count(input.facts.consent) > 0
	count(demanded) == 0
	input.facts.reading.scripts
}

demanded := [box | some box in input.facts.consent; box.required]

# A form without a box is a finding of its own.
not_applicable if {
	input.facts.reading.unsettled == ""
	count(input.facts.consent) == 0
}

unknown contains {"msg": input.facts.reading.unsettled} if input.facts.reading.unsettled != ""
