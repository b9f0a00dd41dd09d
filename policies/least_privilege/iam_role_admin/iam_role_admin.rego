# METADATA
# title: No role is an administrator but those that are named
# description: >-
#   A role that may do everything gives everything to each program and person that can take it on. Roles
#   of the administration team, and those of AWS Organizations and Control Tower, are named in the
#   parameter iam_administrators; roles of IAM Identity Center are judged there.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
# custom:
#   id: iam-role-admin
#   resource: iam.role
#   severity: high
#   controls: [lp-need-to-know, lp-role-based]
#   remediation: |
#     Look up what the role used, and give it just that:
#       aws iam generate-service-last-accessed-details --arn ARN
#       aws iam detach-role-policy --role-name ROLE --policy-arn arn:aws:iam::aws:policy/AdministratorAccess
#     If it belongs to the administration team, name it in the parameter iam_administrators.
#     Verify: aws iam simulate-principal-policy --policy-source-arn ARN --action-names iam:CreateUser \
#       --query 'EvaluationResults[].EvalDecision'   (implicitDeny)
#   zh:
#     title: 除指定角色外没有管理员角色
#     message: "角色 {id} 拥有全部权限"
#     remediation: |
#       查看该角色实际使用的服务，仅授予所需权限：
#         aws iam generate-service-last-accessed-details --arn ARN
#         aws iam detach-role-policy --role-name ROLE --policy-arn arn:aws:iam::aws:policy/AdministratorAccess
#       属于管理团队的角色，写入参数 iam_administrators。
#       验证：aws iam simulate-principal-policy --policy-source-arn ARN --action-names iam:CreateUser \
#         --query 'EvaluationResults[].EvalDecision'（应为 implicitDeny）
package least_privilege.iam_role_admin

import data.lib.iam_access
import data.lib.wildcard

deny contains {"msg": msg} if {
	not named
	iam_access.administrator(statements, limit, {"arn": input.id})
	msg := sprintf("%s may do everything, by %s", [input.name, sources])
}

# AWS keeps these roles itself: service-linked ones, and those of IAM Identity Center, judged where they are made.
not_applicable if regex.match(`:role/(aws-service-role|aws-reserved)/`, input.id)

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
