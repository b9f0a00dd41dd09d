# METADATA
# title: No attached policy of our own allows everything
# description: >-
#   A policy with every action on every resource makes an administrator of whoever has it, under a name
#   that does not say so. The administration team uses AdministratorAccess of AWS, which everybody
#   recognises.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_job-functions.html
# custom:
#   id: iam-policy-admin
#   resource: iam.policy
#   severity: high
#   controls: [lp-need-to-know]
#   remediation: |
#     Name the actions and resources that the job needs:
#       aws iam get-policy-version --policy-arn ARN --version-id VERSION --query PolicyVersion.Document > policy.json
#       (edit) aws iam create-policy-version --policy-arn ARN --policy-document file://policy.json --set-as-default
#     Verify: aws iam get-policy --policy-arn ARN --query Policy.DefaultVersionId, and the first command with it
#   zh:
#     title: 自建策略不授予全部权限
#     message: "策略 {id} 允许对所有资源执行所有操作"
#     remediation: |
#       写明工作所需的操作和资源：
#         aws iam get-policy-version --policy-arn ARN --version-id VERSION --query PolicyVersion.Document > policy.json
#         （编辑）aws iam create-policy-version --policy-arn ARN --policy-document file://policy.json --set-as-default
#       验证：aws iam get-policy --policy-arn ARN --query Policy.DefaultVersionId，并用该版本执行第一条命令
package least_privilege.iam_policy_admin

import data.lib.iam_access

deny contains {"msg": msg} if {
	iam_access.administrator(input.facts.statements, null, {"arn": input.id})
	msg := sprintf("the policy %s allows every action on every resource", [input.name])
}

# Attached to nobody it allows nothing, and as a boundary it only limits.
not_applicable if input.facts.attachments == 0
