# METADATA
# title: Forms ask for no more than their scenario needs
# description: >-
#   Each field beyond the list is data that the business does not need and must protect. The list is
#   'allowed_fields' of the target; where the documents name a list for the scenario themselves, nothing
#   beyond that counts either.
# related_resources:
#   - ref: https://www.cac.gov.cn/2021-08/20/c_1631050028355286.htm
#   - ref: https://gdpr-info.eu/art-5-gdpr/
# custom:
#   id: web-fields-allowed
#   resource: web.form
#   severity: high
#   controls: [col-minimal-fields]
#   remediation: |
#     Take the field out of the form, and what was collected by it out of the database. If the scenario really
#     needs it, have that approved and add it in audit.yaml:
#       allowed_fields: {SCENARIO: [name, phone]}
#     A field whose name and label do not say what it asks for is named there too:
#       fields: {FIELD-NAME: quantity}
#   zh:
#     title: 表单仅收集场景所需字段
#     message: "{id} 收集了清单之外的字段：{label}（{kind}）"
#     remediation: |
#       从表单和数据库中移除该字段；若场景确有需要，经批准后在 audit.yaml 中加入：
#         allowed_fields: {场景: [name, phone]}
#       无法识别的字段请用 fields 说明：
#         fields: {字段名: quantity}
package collection_consent.web_fields_allowed

import data.lib.web

deny contains {"msg": msg, "path": path, "severity": severity, "args": args} if {
	some field in input.facts.fields
	field.kind in web.personal
	some list in lists
	not field.kind in list
	severity := severities[field.kind in web.sensitive]
	args := {"label": field.label, "kind": field.kind}
	path := concat("/", [field.kind, field.name])
	msg := sprintf("%s asks for %s ('%s'), which '%s' does not need", [
		input.name,
		field.kind,
		field.label,
		input.facts.scenario,
	])
}

severities := {true: "critical", false: "high"}

lists contains input.facts.allowed_fields if is_array(input.facts.allowed_fields)

lists contains data.parameters.form_fields_membership_registration if {
	input.facts.scenario == "membership_registration"
}

lists contains data.parameters.form_fields_logistics_delivery if {
	input.facts.scenario == "logistics_delivery"
}

unknown contains {"msg": msg} if {
	some field in input.facts.fields
	field.kind == "unrecognised"
	msg := sprintf("what '%s' (%s) asks for is not known; name it under 'fields' of the target", [
		field.name,
		field.label,
	])
}

unknown contains {"msg": msg} if {
	count(lists) == 0
	msg := sprintf("no list of fields for '%s'; add it to 'allowed_fields' of the target", [input.facts.scenario])
}

unknown contains {"msg": input.facts.reading.unsettled} if input.facts.reading.unsettled != ""

not_applicable if {
	input.facts.reading.unsettled == ""
	not web.may_collect(input.facts.fields)
}
