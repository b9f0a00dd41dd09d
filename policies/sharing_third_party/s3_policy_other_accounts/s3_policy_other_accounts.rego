# METADATA
# title: No bucket policy grants access to a foreign account
# description: >-
#   Access by another AWS account is sharing with a third party: it needs a registered basis. The
#   accounts under audit count as our own, and so do those in the parameter trusted_aws_accounts.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-policy-language-overview.html
# custom:
#   id: s3-policy-other-accounts
#   resource: s3.bucket
#   severity: high
#   controls: [shr-default-deny, shr-partner-access-controlled, lp-authorised-only]
#   needs:
#     s3.account: []
#   remediation: |
#     Ask the owner of the dataset for the entry in the sharing register. Without one, remove the
#     statement:
#       aws s3api get-bucket-policy --bucket BUCKET --query Policy --output text > policy.json
#       (edit) aws s3api put-bucket-policy --bucket BUCKET --policy file://policy.json
#     With one, name a role instead of the whole account, and put the account into the parameter
#     trusted_aws_accounts. Verify: aws s3api get-bucket-policy --bucket BUCKET --query Policy
#     --output text
#   zh:
#     title: 存储桶策略不授权给外部账户
#     message: "{id} 的存储桶策略向外部账户 {account} 授权"
#     remediation: |
#       向数据集负责人索取共享登记。没有登记的，从策略中删除该语句并写回：
#         aws s3api put-bucket-policy --bucket BUCKET --policy file://policy.json
#       有登记的，改为授予具体角色，并把账户写入参数 trusted_aws_accounts。
#       验证：aws s3api get-bucket-policy --bucket BUCKET --query Policy --output text
package sharing_third_party.s3_policy_other_accounts

import data.lib.aws_accounts
import data.lib.iam_policy

deny contains {"msg": msg, "path": account, "args": {"account": account}} if {
	count(own_accounts) > 0
	some account in foreign_accounts
	msg := sprintf("the bucket policy of %s grants access to the account %s", [input.name, account])
}

unknown contains {"msg": "no account under audit is known, so foreign ones cannot be told apart"} if {
	count(own_accounts) == 0
	count(foreign_accounts) > 0
}

unknown contains {"msg": msg} if {
	some statement in input.facts.policy.statements
	statement.effect == "Allow"
	some id in iam_policy.named_canonical_ids(statement)
	not id in data.parameters.trusted_canonical_ids
	msg := sprintf("the policy names %s, which tells no account: list it in trusted_canonical_ids if it is ours", [id])
}

foreign_accounts contains account if {
	some statement in input.facts.policy.statements
	statement.effect == "Allow"
	some account in iam_policy.named_accounts(statement) | iam_policy.narrowed_to_accounts(statement)
	not account in own_accounts
	not account in data.parameters.trusted_aws_accounts
}

own_accounts := aws_accounts.own(data.inventory["s3.account"].all)
