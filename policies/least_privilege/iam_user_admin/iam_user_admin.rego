# METADATA
# title: No IAM user is an administrator
# description: >-
#   A user has passwords and keys that last, so whoever gets them holds the whole account until somebody
#   notices. Administrators take on a role for the time of the work. Users for emergencies are named in
#   the parameter iam_administrators.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
# custom:
#   id: iam-user-admin
#   resource: iam.user
#   severity: high
#   controls: [lp-need-to-know, lp-role-based]
#   remediation: |
#     See where the right comes from, take it away, and let the person take on a role instead:
#       aws iam list-attached-user-policies --user-name USER; aws iam list-groups-for-user --user-name USER
#       aws iam detach-user-policy --user-name USER --policy-arn arn:aws:iam::aws:policy/AdministratorAccess
#       aws iam remove-user-from-group --user-name USER --group-name GROUP
#     Verify: aws iam simulate-principal-policy --policy-source-arn ARN --action-names iam:CreateUser \
#       --query 'EvaluationResults[].EvalDecision'   (implicitDeny)
#   zh:
#     title: IAM 用户不是管理员
#     message: "用户 {id} 拥有全部权限"
#     remediation: |
#       查明权限来源并收回，改为让其临时担任角色：
#         aws iam list-attached-user-policies --user-name USER; aws iam list-groups-for-user --user-name USER
#         aws iam detach-user-policy --user-name USER --policy-arn arn:aws:iam::aws:policy/AdministratorAccess
#         aws iam remove-user-from-group --user-name USER --group-name GROUP
#       验证：aws iam simulate-principal-policy --policy-source-arn ARN --action-names iam:CreateUser \
#         --query 'EvaluationResults[].EvalDecision'（应为 implicitDeny）
package least_privilege.iam_user_admin

import data.lib.iam_access
import data.lib.wildcard

deny contains {"msg": msg} if {
	not named
	iam_access.administrator(statements, limit, {"arn": input.id})
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

limit := null if input.facts.boundary == null

limit := input.facts.boundary.statements if input.facts.boundary != null
