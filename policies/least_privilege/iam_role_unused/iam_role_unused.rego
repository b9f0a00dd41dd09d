# METADATA
# title: Roles that nobody uses are removed
# description: >-
#   A role without a purpose keeps its rights for whoever finds a way to it. AWS looks back 400 days; a
#   role without any use in them counts from the day on which it was made.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage_delete.html
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_view.html
# custom:
#   id: iam-role-unused
#   resource: iam.role
#   severity: low
#   controls: [lp-need-to-know, lp-authorised-only]
#   remediation: |
#     Ask its owner, then keep the trust policy for some days and close it, and remove the role:
#       aws iam list-attached-role-policies --role-name ROLE; aws iam list-role-policies --role-name ROLE
#       aws iam detach-role-policy --role-name ROLE --policy-arn POLICY_ARN
#       aws iam delete-role-policy --role-name ROLE --policy-name NAME
#       aws iam delete-role --role-name ROLE
#     Verify: aws iam get-role --role-name ROLE   (NoSuchEntity)
#   zh:
#     title: 删除闲置的角色
#     message: "角色 {id} 已 {days} 天以上未使用"
#     remediation: |
#       与负责人确认后删除：
#         aws iam list-attached-role-policies --role-name ROLE; aws iam list-role-policies --role-name ROLE
#         aws iam detach-role-policy --role-name ROLE --policy-arn POLICY_ARN
#         aws iam delete-role-policy --role-name ROLE --policy-name NAME
#         aws iam delete-role --role-name ROLE
#       验证：aws iam get-role --role-name ROLE（应返回 NoSuchEntity）
package least_privilege.iam_role_unused

import data.lib.dates
import data.lib.wildcard

deny contains {"msg": msg, "args": {"days": days}} if {
	not named
	days := data.parameters.dormant_days
	dates.instant(data.run.now) - dates.instant(since) > dates.hours(24 * days)
	msg := sprintf("the role %s was not used since %s, more than %v days", [input.name, since, days])
}

# AWS keeps these roles itself: service-linked ones, and those of IAM Identity Center, judged where they are made.
not_applicable if regex.match(`:role/(aws-service-role|aws-reserved)/`, input.id)

since := input.facts.use.last_used if input.facts.use.last_used != null

since := input.facts.use.created if input.facts.use.last_used == null

# Roles for emergencies are hoped to be unused.
named if {
	some pattern in data.parameters.iam_administrators
	wildcard.matches(pattern, input.name)
}
