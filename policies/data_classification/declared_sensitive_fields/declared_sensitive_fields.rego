# METADATA
# title: Stores with sensitive fields are not labelled general
# description: >-
#   A label that is too low switches off the stricter rules for what it covers. Stated by people in the
#   declared inventory, not observed; an expired statement is unknown.
# related_resources:
#   - ref: https://csrc.nist.gov/pubs/sp/800/122/final
# custom:
#   id: declared-sensitive-fields
#   resource: declared.data_store
#   severity: high
#   controls: [cls-sensitive-fields-labelled]
#   remediation: |
#     Label the store sensitive, here and under 'datasets:' of audit.yaml, and apply the rules that follow from
#     it; or take
#     the sensitive fields out.
#   zh:
#     title: 含敏感字段的存储不得标为一般信息
#     message: "存储 {id} 含有 {fields}，却标为一般信息"
#     remediation: |
#       在申报清单和 audit.yaml 的 datasets 中改为敏感级别并落实相应措施，或移除敏感字段。
package data_classification.declared_sensitive_fields

import data.lib.declared

deny contains {"msg": msg, "args": {"fields": fields}} if {
	input.facts.classification == "general"
	found := [kind | some kind in input.facts.contains; kind in data.parameters.sensitive_field_kinds]
	count(found) > 0
	fields := concat(", ", sort(found))
	msg := sprintf("%s holds %s and is labelled general", [input.name, fields])
}

unknown contains {"msg": msg} if {
	msg := declared.stale(input.facts.declared_on, input.facts.expires_on, data.run.now)
}
