# METADATA
# title: Forms say which fields are necessary and which are optional
# description: >-
#   Customers who cannot tell give more than they must. Each field for personal data is marked, or the
#   form explains its marks and leaves only the other kind unmarked.
# related_resources:
#   - ref: https://www.w3.org/WAI/tutorials/forms/instructions/
#   - ref: https://www.cac.gov.cn/2021-08/20/c_1631050028355286.htm
# custom:
#   id: web-fields-marked
#   resource: web.form
#   severity: medium
#   controls: [col-necessary-optional-marked]
#   remediation: |
#     Mark each field in its label, and say what the mark means:
#       <p>* required</p>
#       <label>Name * <input name="name" required></label>
#       <label>E-mail (optional) <input name="email" type="email"></label>
#   zh:
#     title: 表单标明必填与选填
#     message: "{id} 的字段“{label}”未标明必填或选填"
#     remediation: |
#       在标签中标明每个字段，并说明标记含义：
#         <p>带 * 的为必填</p>
#         <label>姓名 * <input name="name" required></label>
#         <label>邮箱（选填） <input name="email" type="email"></label>
package collection_consent.web_fields_marked

import data.lib.web

deny contains {"msg": msg, "path": field.name, "args": {"label": field.label}} if {
	some field in input.facts.fields
	field.kind in web.personal
	field.shown != "no"
	unmarked(field)
	input.facts.reading.unsettled == ""
	msg := sprintf("%s does not say whether '%s' is necessary", [input.name, field.label])
}

deny contains {"msg": msg, "path": path, "args": {"label": field.label}} if {
	some field in input.facts.fields
	field.required
	field.mark == "optional"
	path := concat("", ["contradiction/", field.name])
	msg := sprintf("%s calls '%s' optional and demands it", [input.name, field.label])
}

unmarked(field) if {
	field.mark == "none"
	not input.facts.marks_explained
}

# Where others carry a mark, a field that is demanded needs it too.
unmarked(field) if {
	field.mark == "none"
	field.required
}

unknown contains {"msg": msg} if {
	msg := web.unclear(input.facts.fields, input.facts.reading)
}

not_applicable if {
	input.facts.reading.unsettled == ""
	not web.may_collect(input.facts.fields)
}
