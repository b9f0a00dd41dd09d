# METADATA
# title: No role lets in a foreign organization
# description: >-
#   A condition on an organization of AWS lets in every account of it, today's and tomorrow's. The organization of the
#   audited account is our own; others are sharing with a third party, unless they are in the parameter
#   trusted_aws_organizations.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
# custom:
#   id: iam-role-trust-organizations
#   resource: iam.role
#   severity: high
#   controls: [shr-default-deny, shr-partner-access-controlled, lp-authorised-only]
#   needs:
#     iam.access_analyzer: {facts: [organization], within: target}
#   remediation: |
#     Compare the id with that of the own organization:
#       aws organizations describe-organization --query Organization.Id
#     Ask the owner of the data for the entry in the sharing register. Without one, correct the condition:
#       aws iam get-role --role-name ROLE --query Role.AssumeRolePolicyDocument > trust.json
#       (edit) aws iam update-assume-role-policy --role-name ROLE --policy-document file://trust.json
#     With one, name the accounts instead, or put the id into the parameter trusted_aws_organizations.
#     Verify: selfaudit scan --check iam-role-trust-organizations
#   zh:
#     title: 角色不信任外部组织
#     message: "角色 {id} 可被外部组织 {organization} 担任"
#     remediation: |
#       与本组织的 ID 比较：aws organizations describe-organization --query Organization.Id
#       向数据负责人索取共享登记。没有登记的，修正条件：
#         aws iam get-role --role-name ROLE --query Role.AssumeRolePolicyDocument > trust.json
#         (edit) aws iam update-assume-role-policy --role-name ROLE --policy-document file://trust.json
#       有登记的，改为列出账户，或把 ID 写入参数 trusted_aws_organizations。
#       验证：selfaudit scan --check iam-role-trust-organizations
package sharing_third_party.iam_role_trust_organizations

import data.lib.iam_policy

deny contains {"msg": msg, "path": organization, "args": {"organization": organization}} if {
	some organization in named
	not organization in own
	not organization in data.parameters.trusted_aws_organizations
	msg := sprintf("the role %s can be assumed from the organization %s", [input.name, organization])
}

not_applicable if count(named) == 0

named contains organization if {
	some statement in input.facts.trust.statements
	statement.effect == "Allow"
	some organization in iam_policy.narrowed_to_organizations(statement)
}

own contains row.organization if some row in data.inventory["iam.access_analyzer"].by.target[input.target]
