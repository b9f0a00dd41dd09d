# METADATA
# title: The box for consent is empty at first
# description: >-
#   A box that is already ticked, by the page or by a script when it loads, is no consent: nobody did
#   anything for it.
# related_resources:
#   - ref: https://gdpr-info.eu/art-7-gdpr/
#   - ref: https://curia.europa.eu/juris/liste.jsf?num=C-673/17
# custom:
#   id: web-consent-not-preticked
#   resource: web.form
#   severity: high
#   controls: [col-consent-not-preticked]
#   remediation: |
#     Take 'checked' out of the box, and out of the script that sets it:
#       <input type="checkbox" name="consent" required>
#     Verify: open the page in a fresh window, and look.
#   zh:
#     title: 同意勾选框默认不勾选
#     message: "{id} 的同意勾选框“{label}”默认已勾选"
#     remediation: |
#       去掉勾选框的 checked 属性以及设置它的脚本：
#         <input type="checkbox" name="consent" required>
#       验证：在新窗口打开页面查看。
package collection_consent.web_consent_not_preticked

deny contains {"msg": msg, "path": box.name, "args": {"label": box.label}} if {
	some box in input.facts.consent
	box.ticked
	msg := sprintf("the box '%s' of %s is ticked in advance", [box.label, input.name])
}

unknown contains {"msg": input.facts.reading.unsettled} if input.facts.reading.unsettled != ""

# A form without a box is a finding of its own.
not_applicable if {
	input.facts.reading.unsettled == ""
	count(input.facts.consent) == 0
}
