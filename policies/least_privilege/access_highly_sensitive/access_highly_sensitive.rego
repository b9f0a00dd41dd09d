# METADATA
# title: Highly sensitive datasets are open to the listed roles only
# description: >-
#   Only senior management and the named heads of departments may get at highly sensitive customer information. The
#   roles stand in the parameter highly_sensitive_roles; a right that the role matrix gives does not replace that.
#   Root and superusers are left out here, because checks of their own count them.
# related_resources:
#   - ref: https://csrc.nist.gov/glossary/term/least_privilege
# custom:
#   id: access-highly-sensitive
#   resource: dataset.access
#   severity: critical
#   controls: [lp-high-sensitive-restricted]
#   needs:
#     register.hr_roster: [person, status, role]
#   remediation: |
#     Take the right away from whoever has none of the listed roles:
#       selfaudit access DATASET --why PRINCIPAL
#     If the person holds one, correct the column role of hr_roster.csv. Verify: selfaudit access DATASET
#   zh:
#     title: 高度敏感数据集仅限指定角色访问
#     message: "{who} 可对高度敏感的 {dataset} {rights}，其角色不在名单内"
#     remediation: |
#       撤销不具备指定角色者的权限：
#         selfaudit access DATASET --why PRINCIPAL
#       若其确有该角色，更正 hr_roster.csv 的 role 列。验证：selfaudit access DATASET
package least_privilege.access_highly_sensitive

import data.lib.access

deny contains {"msg": msg, "args": args} if {
	held := access.rights(access.given(input.facts.grants))
	count(held) > 0
	not listed_role
	dataset := input.dataset.ids[0]
	args := {"who": input.facts.principal.name, "dataset": dataset, "rights": access.listed(held)}
	msg := sprintf("%s can %s %s, which is highly sensitive, with none of the roles %s", [
		input.facts.principal.name,
		access.listed(held),
		dataset,
		concat(", ", data.parameters.highly_sensitive_roles),
	])
}

not_applicable if input.dataset.classification != "highly_sensitive"

listed_role if {
	some person in input.facts.people
	some row in data.inventory["register.hr_roster"].by.person[person.person]
	row.status != "left"
	row.role in data.parameters.highly_sensitive_roles
}
