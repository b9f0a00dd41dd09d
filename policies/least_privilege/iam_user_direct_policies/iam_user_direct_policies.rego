# METADATA
# title: IAM users have their rights by groups
# description: >-
#   Rights that are given to a person one by one stay when the duty changes, and nobody sees them side
#   by side. Groups and roles follow duties. A boundary is no right and may stay.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups.html
# custom:
#   id: iam-user-direct-policies
#   resource: iam.user
#   severity: low
#   controls: [lp-role-based]
#   remediation: |
#     Attach the policy to the group for the duty, and take it from the user:
#       aws iam attach-group-policy --group-name GROUP --policy-arn POLICY_ARN
#       aws iam detach-user-policy --user-name USER --policy-arn POLICY_ARN
#       aws iam delete-user-policy --user-name USER --policy-name NAME
#     Verify: aws iam list-attached-user-policies --user-name USER; aws iam list-user-policies --user-name USER
#   zh:
#     title: IAM 用户通过用户组获得权限
#     message: "用户 {id} 直接拥有策略：{policies}"
#     remediation: |
#       把策略附加到相应职责的用户组，并从用户移除：
#         aws iam attach-group-policy --group-name GROUP --policy-arn POLICY_ARN
#         aws iam detach-user-policy --user-name USER --policy-arn POLICY_ARN
#         aws iam delete-user-policy --user-name USER --policy-name NAME
#       验证：aws iam list-attached-user-policies --user-name USER; aws iam list-user-policies --user-name USER
package least_privilege.iam_user_direct_policies

deny contains {"msg": msg, "args": {"policies": names}} if {
	direct := [policy.name | some policy in input.facts.policies; policy.group == null]
	count(direct) > 0
	names := concat(", ", sort(direct))
	msg := sprintf("%s has policies of its own instead of those of a group: %s", [input.name, names])
}
