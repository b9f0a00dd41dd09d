# METADATA
# title: Nobody can do more with a dataset than the role matrix allows
# description: >-
#   What permissions, policies and grants really give is compared with what the role matrix gives to the role, the
#   person or the account. Deleting counts as writing. Root and superusers are past all grants and have checks of their own.
# related_resources:
#   - ref: https://csrc.nist.gov/glossary/term/least_privilege
#   - ref: https://csrc.nist.gov/projects/role-based-access-control
# custom:
#   id: access-role-matrix
#   resource: dataset.access
#   severity: high
#   controls: [lp-authorised-only, lp-need-to-know, lp-role-based, lp-info-type-permissions, lp-edit-download-restricted]
#   needs:
#     register.hr_roster: [person, status, role]
#     register.role_matrix: [role, person, account, dataset, classification, rights]
#   remediation: |
#     Take the right away, or have the owner of the dataset add it to role_matrix.csv for the role:
#       selfaudit access DATASET --why PRINCIPAL
#     Verify: selfaudit access DATASET
#   zh:
#     title: 对数据集的权限不得超出角色矩阵
#     message: "{who} 可对 {dataset} {right}，角色矩阵未允许"
#     remediation: |
#       撤销该权限，或由数据集负责人在 role_matrix.csv 中为该角色登记：
#         selfaudit access DATASET --why PRINCIPAL
#       验证：selfaudit access DATASET
package least_privilege.access_role_matrix

import data.lib.access
import data.lib.role_matrix

deny contains {"msg": msg, "path": right, "args": args} if {
	some right in access.rights(access.given(input.facts.grants))
	not allowed(right)
	dataset := input.dataset.ids[0]
	args := {"who": input.facts.principal.name, "dataset": dataset, "right": right}
	msg := sprintf("%s can %s %s without that right in the role matrix: %s", [
		input.facts.principal.name,
		right,
		dataset,
		access.why(access.given(input.facts.grants), right),
	])
}

not_applicable if not access.is_account(input.facts.principal)

not_applicable if count(access.given(input.facts.grants)) == 0

allowed(right) if {
	matrix := data.inventory["register.role_matrix"].all
	role_matrix.allows(matrix, input.facts.principal.login, people, input.dataset, in_matrix(right))
}

in_matrix(right) := object.get({"delete": "write"}, right, right)

people := [row |
	some person in input.facts.people
	some row in data.inventory["register.hr_roster"].by.person[person.person]
]
