# METADATA
# title: Who gets at a dataset is named, not described
# description: >-
#   A policy for everybody with conditions (an address, a network, an organization) gives access to whoever comes to
#   meet them: nobody can say who that is today, and nobody is told when somebody leaves.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
# custom:
#   id: access-conditional
#   resource: dataset.access
#   severity: medium
#   controls: [lp-authorised-only, lp-role-based, shr-default-deny]
#   remediation: |
#     Find the way by which it comes, and take that away:
#       selfaudit access DATASET --why PRINCIPAL
#     Name the principals in place of "*" and keep the condition as a second lock:
#       "Principal": {"AWS": "arn:aws:iam::ACCOUNT:role/ROLE"}
#   zh:
#     title: 访问者应逐一列明而非仅以条件描述
#     message: "{who} 可对 {dataset} {rights}"
#     remediation: |
#       查明其取得权限的途径并撤销：
#         selfaudit access DATASET --why PRINCIPAL
#       以具体主体替换 "*"，条件作为第二道限制保留：
#         "Principal": {"AWS": "arn:aws:iam::ACCOUNT:role/ROLE"}
package least_privilege.access_conditional

import data.lib.access

deny contains {"msg": msg, "args": args} if {
	input.facts.principal.kind == "conditional"
	held := access.listed(access.rights(input.facts.grants))
	dataset := input.dataset.ids[0]
	args := {"who": input.facts.principal.name, "dataset": dataset, "rights": held}
	msg := sprintf("%s can %s %s", [input.facts.principal.name, held, dataset])
}
