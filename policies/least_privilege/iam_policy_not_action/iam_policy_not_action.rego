# METADATA
# title: No attached policy of our own allows with NotAction
# description: >-
#   Allow with NotAction gives everything else, also what AWS adds tomorrow. What shall not be done is
#   written as a Deny beside an Allow that names what shall. With Deny, NotAction is a good tool and not
#   meant here.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html
# custom:
#   id: iam-policy-not-action
#   resource: iam.policy
#   severity: high
#   controls: [lp-need-to-know]
#   remediation: |
#     Replace NotAction by the actions that the job needs:
#       aws iam get-policy-version --policy-arn ARN --version-id VERSION --query PolicyVersion.Document > policy.json
#       (edit) aws iam create-policy-version --policy-arn ARN --policy-document file://policy.json --set-as-default
#     Verify: aws iam get-policy --policy-arn ARN --query Policy.DefaultVersionId, and the first command with it
#   zh:
#     title: 自建策略不用 NotAction 授权
#     message: "策略 {id} 使用 NotAction 授权，允许其余所有操作"
#     remediation: |
#       用工作所需的操作替换 NotAction：
#         aws iam get-policy-version --policy-arn ARN --version-id VERSION --query PolicyVersion.Document > policy.json
#         （编辑）aws iam create-policy-version --policy-arn ARN --policy-document file://policy.json --set-as-default
#       验证：aws iam get-policy --policy-arn ARN --query Policy.DefaultVersionId，并用该版本执行第一条命令
package least_privilege.iam_policy_not_action

deny contains {"msg": msg} if {
	some statement in input.facts.statements
	statement.effect == "Allow"
	count(statement.not_actions) > 0
	msg := sprintf("the policy %s allows with NotAction", [input.name])
}

# Attached to nobody it allows nothing, and as a boundary it only limits.
not_applicable if input.facts.attachments == 0
