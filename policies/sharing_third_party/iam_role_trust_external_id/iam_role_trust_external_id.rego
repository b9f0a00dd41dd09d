# METADATA
# title: Third parties assume roles with an external id
# description: >-
#   A service that works for many customers can be tricked into using the role of one for another,
#   unless each has an external id. Accounts of the own organization are told by the condition
#   aws:PrincipalOrgID; those under audit are not asked.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
# custom:
#   id: iam-role-trust-external-id
#   resource: iam.role
#   severity: medium
#   controls: [shr-partner-access-controlled]
#   needs:
#     iam.account: []
#   remediation: |
#     Get the id from the third party (it must choose it, one for each customer) and demand it:
#       "Condition": {"StringEquals": {"sts:ExternalId": "ID"}}
#     For an account of your own organization:
#       "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-ID"}}
#     Name who may take on the role, and write the policy back:
#       aws iam get-role --role-name ROLE --query Role.AssumeRolePolicyDocument > trust.json
#       (edit) aws iam update-assume-role-policy --role-name ROLE --policy-document file://trust.json
#     Verify: aws iam get-role --role-name ROLE --query Role.AssumeRolePolicyDocument
#   zh:
#     title: 第三方担任角色需提供外部 ID
#     message: "角色 {id} 允许账户 {account} 在没有外部 ID 的情况下担任"
#     remediation: |
#       由第三方为每个客户分配外部 ID，并在信任策略中要求：
#         "Condition": {"StringEquals": {"sts:ExternalId": "ID"}}
#       属于本组织的账户则使用：
#         "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-ID"}}
#       写明可担任角色的主体并写回策略：
#         aws iam get-role --role-name ROLE --query Role.AssumeRolePolicyDocument > trust.json
#         （编辑）aws iam update-assume-role-policy --role-name ROLE --policy-document file://trust.json
#       验证：aws iam get-role --role-name ROLE --query Role.AssumeRolePolicyDocument
package sharing_third_party.iam_role_trust_external_id

import data.lib.iam_policy
import data.lib.iam_trust

deny contains {"msg": msg, "path": account, "args": {"account": account}} if {
	some statement in input.facts.trust.statements
	iam_policy.covers_action(statement, "sts:AssumeRole")
	not iam_trust.expects_the_caller(statement)
	some account in iam_trust.accounts(statement)
	not account in own_accounts
	msg := sprintf("the account %s can assume the role %s without an external id", [account, input.name])
}

# AWS keeps these roles itself: service-linked ones, and those of IAM Identity Center, judged where they are made.
not_applicable if regex.match(`:role/(aws-service-role|aws-reserved)/`, input.id)

own_accounts contains split(input.id, ":")[4]

own_accounts contains account if {
	some row in data.inventory["iam.account"].all
	some account in regex.find_n(`[0-9]{12}`, row.id, 1)
}
