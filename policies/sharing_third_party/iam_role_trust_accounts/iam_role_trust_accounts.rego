# METADATA
# title: No role lets in a foreign account
# description: >-
#   A role that another AWS account can take on is sharing with a third party: it needs a registered
#   basis. The account of the role, the accounts under audit, and those in the parameter
#   trusted_aws_accounts are no strangers.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
# custom:
#   id: iam-role-trust-accounts
#   resource: iam.role
#   severity: high
#   controls: [shr-default-deny, shr-partner-access-controlled, lp-authorised-only]
#   needs:
#     iam.account: []
#   remediation: |
#     Ask the owner for the entry in the sharing register. Without one, take the account out of the trust policy; with
#     one, put it into the parameter trusted_aws_accounts.
#     Name who may take on the role, and write the policy back:
#       aws iam get-role --role-name ROLE --query Role.AssumeRolePolicyDocument > trust.json
#       (edit) aws iam update-assume-role-policy --role-name ROLE --policy-document file://trust.json
#     Verify: aws iam get-role --role-name ROLE --query Role.AssumeRolePolicyDocument
#   zh:
#     title: 角色不信任外部账户
#     message: "角色 {id} 可被外部账户 {account} 担任"
#     remediation: |
#       向负责人索取共享登记。没有登记的从信任策略中删除该账户；有登记的写入参数 trusted_aws_accounts。
#       写明可担任角色的主体并写回策略：
#         aws iam get-role --role-name ROLE --query Role.AssumeRolePolicyDocument > trust.json
#         （编辑）aws iam update-assume-role-policy --role-name ROLE --policy-document file://trust.json
#       验证：aws iam get-role --role-name ROLE --query Role.AssumeRolePolicyDocument
package sharing_third_party.iam_role_trust_accounts

import data.lib.iam_trust

deny contains {"msg": msg, "path": account, "args": {"account": account}} if {
	some statement in input.facts.trust.statements
	some account in iam_trust.accounts(statement)
	not account in own_accounts
	not account in data.parameters.trusted_aws_accounts
	msg := sprintf("the account %s can assume the role %s", [account, input.name])
}

# AWS keeps these roles itself: service-linked ones, and those of IAM Identity Center, judged where they are made.
not_applicable if regex.match(`:role/(aws-service-role|aws-reserved)/`, input.id)

own_accounts contains split(input.id, ":")[4]

own_accounts contains account if {
	some row in data.inventory["iam.account"].all
	some account in regex.find_n(`[0-9]{12}`, row.id, 1)
}
