# METADATA
# title: No IAM user can give itself more rights
# description: >-
#   Some rights are as good as all of them: to change the policy that holds for oneself, to make a key
#   for somebody else, or to start a program with a role that may do more. Rights on what is named,
#   within a boundary, or bound by conditions on the policy or the service are left out, and so are
#   administrators, who have a check of their own.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
#   - ref: https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/
# custom:
#   id: iam-user-escalation
#   resource: iam.user
#   severity: high
#   controls: [lp-need-to-know, lp-permission-enforced-after-auth]
#   remediation: |
#     Take away the rights that the message names, or limit them: PassRole to the roles that are meant, with
#       "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}
#     and rights on policies and users to a path, or with a boundary:
#       aws iam put-user-permissions-boundary --user-name NAME --permissions-boundary POLICY_ARN
#     Verify: aws iam simulate-principal-policy --policy-source-arn ARN --action-names ACTION \
#       --query 'EvaluationResults[].EvalDecision'
#   zh:
#     title: 用户不能自行提升权限
#     message: "用户 {id} 可自行提升权限：{ways}"
#     remediation: |
#       收回所列权限，或加以限制：PassRole 只允许指定角色，并加条件
#         "Condition": {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}
#       对策略和用户的权限限定路径，或设置权限边界：
#         aws iam put-user-permissions-boundary --user-name NAME --permissions-boundary POLICY_ARN
#       验证：aws iam simulate-principal-policy --policy-source-arn ARN --action-names ACTION \
#         --query 'EvaluationResults[].EvalDecision'
package least_privilege.iam_user_escalation

import data.lib.iam_access

deny contains {"msg": msg, "args": {"ways": ways}} if {
	not iam_access.administrator(statements, limit, who)
	found := iam_access.escalations(statements, limit, who)
	count(found) > 0
	ways := concat(", ", sort(found))
	msg := sprintf("%s can give itself more rights: %s", [input.name, ways])
}

who := {
	"arn": input.id,
	"bounded": input.facts.boundary != null,
	"groups": input.facts.groups,
	"attached": [policy.arn | some policy in input.facts.policies; policy.arn != null],
}

statements := [statement |
	some policy in input.facts.policies
	some statement in policy.statements
]

limit := null if input.facts.boundary == null

limit := input.facts.boundary.statements if input.facts.boundary != null
