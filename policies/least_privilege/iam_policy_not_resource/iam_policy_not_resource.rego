# METADATA
# title: No attached policy of our own allows with NotResource
# description: >-
#   Allow with NotResource gives everything else, also what AWS adds tomorrow. What shall not be touched
#   is written as a Deny beside an Allow that names what shall. With Deny, NotResource is a good tool
#   and not meant here.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notresource.html
# custom:
#   id: iam-policy-not-resource
#   resource: iam.policy
#   severity: medium
#   controls: [lp-need-to-know]
#   remediation: |
#     Replace NotResource by the resources that the job needs:
#       aws iam get-policy-version --policy-arn ARN --version-id VERSION --query PolicyVersion.Document > policy.json
#       (edit) aws iam create-policy-version --policy-arn ARN --policy-document file://policy.json --set-as-default
#     Verify: aws iam get-policy --policy-arn ARN --query Policy.DefaultVersionId, and the first command with it
#   zh:
#     title: 自建策略不用 NotResource 授权
#     message: "策略 {id} 使用 NotResource 授权，允许其余所有资源"
#     remediation: |
#       用工作所需的资源替换 NotResource：
#         aws iam get-policy-version --policy-arn ARN --version-id VERSION --query PolicyVersion.Document > policy.json
#         （编辑）aws iam create-policy-version --policy-arn ARN --policy-document file://policy.json --set-as-default
#       验证：aws iam get-policy --policy-arn ARN --query Policy.DefaultVersionId，并用该版本执行第一条命令
package least_privilege.iam_policy_not_resource

deny contains {"msg": msg} if {
	some statement in input.facts.statements
	statement.effect == "Allow"
	count(statement.not_resources) > 0
	msg := sprintf("the policy %s allows with NotResource", [input.name])
}

# Attached to nobody it allows nothing, and as a boundary it only limits.
not_applicable if input.facts.attachments == 0
