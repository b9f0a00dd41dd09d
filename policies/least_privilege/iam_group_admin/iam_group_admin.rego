# METADATA
# title: No group makes its members administrators
# description: >-
#   Who is in such a group may do everything with a password or key that lasts. Groups for emergencies
#   are named in the parameter iam_administrators.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
# custom:
#   id: iam-group-admin
#   resource: iam.group
#   severity: high
#   controls: [lp-need-to-know, lp-role-based]
#   remediation: |
#     Take the policy away
#       aws iam list-attached-group-policies --group-name GROUP
#       aws iam detach-group-policy --group-name GROUP --policy-arn arn:aws:iam::aws:policy/AdministratorAccess
#     and let the members take on a role for administration.
#     Verify: aws iam list-attached-group-policies --group-name GROUP; aws iam list-group-policies --group-name GROUP
#   zh:
#     title: 用户组不授予管理员权限
#     message: "用户组 {id} 拥有全部权限"
#     remediation: |
#       移除该策略：
#         aws iam list-attached-group-policies --group-name GROUP
#         aws iam detach-group-policy --group-name GROUP --policy-arn arn:aws:iam::aws:policy/AdministratorAccess
#       并让成员通过角色进行管理。
#       验证：aws iam list-attached-group-policies --group-name GROUP; aws iam list-group-policies --group-name GROUP
package least_privilege.iam_group_admin

import data.lib.iam_access
import data.lib.wildcard

deny contains {"msg": msg} if {
	not named
	iam_access.administrator(statements, null, {"arn": input.id})
	msg := sprintf("%s may do everything, by %s", [input.name, sources])
}

named if {
	some pattern in data.parameters.iam_administrators
	wildcard.matches(pattern, input.name)
}

sources := concat(", ", sort([policy.name | some policy in input.facts.policies]))

statements := [statement |
	some policy in input.facts.policies
	some statement in policy.statements
]
