# METADATA
# title: No access point lets a foreign account at a bucket
# description: >-
#  Access points show in no bucket policy, and one for a bucket can even be made by another account. The accounts under
#  audit count as our own, and so do those in the parameter trusted_aws_accounts.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-cross-account.html
# custom:
#   id: s3-access-point-other-accounts
#   resource: s3.access_point
#   severity: high
#   controls: [shr-default-deny, shr-partner-access-controlled, lp-authorised-only]
#   needs:
#     s3.account: []
#   remediation: |
#    Ask the owner of the dataset for the entry in the sharing register. Without one, remove the statement:
#      aws s3control get-access-point-policy --account-id ACCOUNT --name NAME \
#        --query Policy --output text > policy.json
#      (edit) aws s3control put-access-point-policy --account-id ACCOUNT --name NAME --policy file://policy.json
#    With one, name a role instead of the whole account, and put the account into the parameter trusted_aws_accounts.
#    Verify: aws s3control get-access-point-policy --account-id ACCOUNT --name NAME --query Policy --output text
#   zh:
#     title: 接入点不授权给外部账户
#     message: "接入点 {id} 涉及外部账户 {account}"
#     remediation: |
#      向数据集负责人索取共享登记。没有登记的，从策略中删除该语句：
#        aws s3control get-access-point-policy --account-id ACCOUNT --name NAME \
#          --query Policy --output text > policy.json
#        （修改后）aws s3control put-access-point-policy --account-id ACCOUNT --name NAME --policy file://policy.json
#      有登记的，改为授予具体角色，并把账户写入参数 trusted_aws_accounts。
#      验证：aws s3control get-access-point-policy --account-id ACCOUNT --name NAME --query Policy --output text
package sharing_third_party.s3_access_point_other_accounts

import data.lib.aws_accounts
import data.lib.iam_policy

deny contains {"msg": msg, "path": account, "args": {"account": account}} if {
	count(own_accounts) > 0
	some account in foreign(granted)
	msg := sprintf("the policy of the access point %s grants access to the account %s", [input.name, account])
}

deny contains {"msg": msg, "path": path, "args": {"account": account}} if {
	count(own_accounts) > 0
	some account in foreign({input.facts.access_point.bucket_account})
	path := sprintf("bucket/%s", [account])
	msg := sprintf("the access point %s leads to a bucket of the account %s", [input.name, account])
}

unknown contains {"msg": "no account under audit is known, so foreign ones cannot be told apart"} if {
	count(own_accounts) == 0
	count(foreign(granted | {input.facts.access_point.bucket_account})) > 0
}

granted contains account if {
	some statement in input.facts.policy.statements
	statement.effect == "Allow"
	some account in iam_policy.named_accounts(statement) | iam_policy.narrowed_to_accounts(statement)
}

foreign(accounts) := {account |
	some account in accounts
	account != null
	not account in own_accounts
	not account in data.parameters.trusted_aws_accounts
}

own_accounts := aws_accounts.own(data.inventory["s3.account"].all)
