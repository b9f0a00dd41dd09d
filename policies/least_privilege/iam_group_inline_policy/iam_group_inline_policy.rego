# METADATA
# title: Rights of groups lie in managed policies
# description: >-
#   A policy inside a group cannot be shared, has no former versions to go back to, and is not in the
#   list of policies that somebody reviews.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
# custom:
#   id: iam-group-inline-policy
#   resource: iam.group
#   severity: low
#   controls: [lp-role-based]
#   remediation: |
#     Make a managed policy of it:
#       aws iam get-group-policy --group-name GROUP --policy-name NAME --query PolicyDocument > policy.json
#       aws iam create-policy --policy-name NAME --policy-document file://policy.json
#       aws iam attach-group-policy --group-name GROUP --policy-arn POLICY_ARN
#       aws iam delete-group-policy --group-name GROUP --policy-name NAME
#     Verify: aws iam list-group-policies --group-name GROUP
#   zh:
#     title: 用户组权限使用托管策略
#     message: "用户组 {id} 含有内联策略 {policy}"
#     remediation: |
#       改为托管策略：
#         aws iam get-group-policy --group-name GROUP --policy-name NAME --query PolicyDocument > policy.json
#         aws iam create-policy --policy-name NAME --policy-document file://policy.json
#         aws iam attach-group-policy --group-name GROUP --policy-arn POLICY_ARN
#         aws iam delete-group-policy --group-name GROUP --policy-name NAME
#       验证：aws iam list-group-policies --group-name GROUP
package least_privilege.iam_group_inline_policy

deny contains {"msg": msg, "path": policy.name, "args": {"policy": policy.name}} if {
	some policy in input.facts.policies
	policy.arn == null
	msg := sprintf("the policy %s lies inside the group %s", [policy.name, input.name])
}
