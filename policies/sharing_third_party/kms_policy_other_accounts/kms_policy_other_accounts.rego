# METADATA
# title: No key policy lets a foreign account use the key
# description: >-
#   Who may use the key can read what it encrypts, once the data reaches them. The accounts under audit count as
#   our own, and so do those in the parameter trusted_aws_accounts.
# related_resources:
#   - ref: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
# custom:
#   id: kms-policy-other-accounts
#   resource: kms.key
#   severity: high
#   controls: [shr-default-deny, shr-partner-access-controlled, lp-authorised-only]
#   needs:
#     s3.account: []
#   remediation: |
#     Ask the owner of the data for the entry in the sharing register. Without one, remove the principal:
#       aws kms get-key-policy --key-id KEY_ARN --policy-name default --query Policy --output text > policy.json
#       (edit) aws kms put-key-policy --key-id KEY_ARN --policy-name default --policy file://policy.json
#     With one, name a role instead of the whole account, and put the account into the parameter
#     trusted_aws_accounts.
#     Verify: aws kms get-key-policy --key-id KEY_ARN --policy-name default --query Policy --output text
#   zh:
#     title: 密钥策略不授权给外部账户
#     message: "{id} 的密钥策略允许外部账户 {account} 使用"
#     remediation: |
#       向数据负责人索取共享登记。没有登记的，从策略中删除该主体：
#         aws kms get-key-policy --key-id KEY_ARN --policy-name default --query Policy --output text > policy.json
#         （修改后）aws kms put-key-policy --key-id KEY_ARN --policy-name default --policy file://policy.json
#       有登记的，改为授予具体角色，并把账户写入参数 trusted_aws_accounts。
#       验证：aws kms get-key-policy --key-id KEY_ARN --policy-name default --query Policy --output text
package sharing_third_party.kms_policy_other_accounts

import data.lib.aws_accounts
import data.lib.iam_policy

deny contains {"msg": msg, "path": account, "args": {"account": account}} if {
	count(own_accounts) > 0
	some account in foreign_accounts
	msg := sprintf("the policy of the key %s lets the account %s use it", [input.name, account])
}

# AWS writes the policies of its own keys.
not_applicable if input.facts.key.manager == "AWS"

unknown contains {"msg": "no account under audit is known, so foreign ones cannot be told apart"} if {
	count(own_accounts) == 0
	count(foreign_accounts) > 0
}

foreign_accounts contains account if {
	some statement in input.facts.policy.statements
	statement.effect == "Allow"
	some account in iam_policy.named_accounts(statement) | iam_policy.narrowed_to_accounts(statement)
	not account in own_accounts
	not account in data.parameters.trusted_aws_accounts
}

own_accounts := aws_accounts.own(data.inventory["s3.account"].all)
