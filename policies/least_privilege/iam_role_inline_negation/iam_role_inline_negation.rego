# METADATA
# title: No inline policy of a role allows all but what it names
# description: >-
#   Allow with NotAction or NotResource gives everything else, also services and resources that do not
#   exist yet. What shall not be done is written as a Deny beside an Allow that names what shall.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html
# custom:
#   id: iam-role-inline-negation
#   resource: iam.role
#   severity: high
#   controls: [lp-need-to-know]
#   remediation: |
#     Name the actions and resources that the job needs, and write the policy back:
#       aws iam get-role-policy --role-name ROLE --policy-name NAME --query PolicyDocument > policy.json
#       (edit) aws iam put-role-policy --role-name ROLE --policy-name NAME --policy-document file://policy.json
#     Verify: aws iam get-role-policy --role-name ROLE --policy-name NAME
#   zh:
#     title: 角色的内联策略不使用排除式允许
#     message: "角色 {id} 的内联策略 {policy} 用 {element} 排除式授权"
#     remediation: |
#       写明工作所需的操作和资源并写回：
#         aws iam get-role-policy --role-name ROLE --policy-name NAME --query PolicyDocument > policy.json
#         （编辑）aws iam put-role-policy --role-name ROLE --policy-name NAME --policy-document file://policy.json
#       验证：aws iam get-role-policy --role-name ROLE --policy-name NAME
package least_privilege.iam_role_inline_negation

deny contains {"msg": msg, "path": path, "args": {"policy": policy.name, "element": element}} if {
	some policy in input.facts.policies
	policy.arn == null
	some statement in policy.statements
	statement.effect == "Allow"
	some element, named in {"NotAction": statement.not_actions, "NotResource": statement.not_resources}
	count(named) > 0
	path := concat("/", [policy.name, element])
	msg := sprintf("the policy %s inside %s allows with %s", [policy.name, input.name, element])
}

# AWS keeps these roles itself: service-linked ones, and those of IAM Identity Center, judged where they are made.
not_applicable if regex.match(`:role/(aws-service-role|aws-reserved)/`, input.id)
