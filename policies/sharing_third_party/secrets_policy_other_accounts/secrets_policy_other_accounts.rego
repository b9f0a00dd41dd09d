# METADATA
# title: No resource policy gives a secret to a foreign account
# description: >-
#   A secret opens something else: a foreign account that reads it can be wherever it fits. The accounts under
#   audit count as our own, and so do those in the parameter trusted_aws_accounts.
# related_resources:
#   - ref: https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples_cross.html
# custom:
#   id: secrets-policy-other-accounts
#   resource: secrets.secret
#   severity: high
#   controls: [shr-default-deny, shr-partner-access-controlled, lp-authorised-only]
#   needs:
#     s3.account: []
#   remediation: |
#     Ask the owner of the secret for the entry in the sharing register. Without one, remove the principal and
#     change the secret:
#       aws secretsmanager get-resource-policy --secret-id SECRET_ARN --query ResourcePolicy --output text \
#         > policy.json
#       (edit) aws secretsmanager put-resource-policy --secret-id SECRET_ARN --resource-policy file://policy.json
#       aws secretsmanager rotate-secret --secret-id SECRET_ARN
#     With one, give the partner a secret of its own, name a role instead of the whole account, and put the
#     account into the parameter trusted_aws_accounts.
#     Verify: aws secretsmanager get-resource-policy --secret-id SECRET_ARN
#   zh:
#     title: 机密的资源策略不授权给外部账户
#     message: "机密 {id} 的资源策略允许外部账户 {account} 使用"
#     remediation: |
#       向负责人索取共享登记。没有登记的，从策略中删除该主体并更换机密：
#         aws secretsmanager get-resource-policy --secret-id SECRET_ARN --query ResourcePolicy --output text \
#           > policy.json
#         （修改后）aws secretsmanager put-resource-policy --secret-id SECRET_ARN --resource-policy file://policy.json
#         aws secretsmanager rotate-secret --secret-id SECRET_ARN
#       有登记的，改为授予具体角色，并把账户写入参数 trusted_aws_accounts。
#       验证：aws secretsmanager get-resource-policy --secret-id SECRET_ARN
package sharing_third_party.secrets_policy_other_accounts

import data.lib.aws_accounts
import data.lib.iam_policy

deny contains {"msg": msg, "path": account, "args": {"account": account}} if {
	count(own_accounts) > 0
	some account in foreign_accounts
	msg := sprintf("the policy of the secret %s lets the account %s use it", [input.name, account])
}

# It can be read no more.
not_applicable if input.facts.secret.deleted != null

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
