# METADATA
# title: No grant lets a foreign account use a key
# description: >-
#   Grants give rights to a key beside its policy, and stay when the policy is cleaned up. The accounts under
#   audit count as our own, and so do those in the parameter trusted_aws_accounts. Grants to services, and those
#   to principals that were deleted (AWS shows their ids), let nobody else in.
# related_resources:
#   - ref: https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
# custom:
#   id: kms-grant-other-accounts
#   resource: kms.key
#   severity: high
#   controls: [shr-default-deny, shr-partner-access-controlled, lp-authorised-only]
#   needs:
#     s3.account: []
#   remediation: |
#     Ask the owner of the data for the entry in the sharing register. Without one, revoke the grant:
#       aws kms list-grants --key-id KEY_ARN
#       aws kms revoke-grant --key-id KEY_ARN --grant-id GRANT_ID
#     With one, put the account into the parameter trusted_aws_accounts.
#     Verify: aws kms list-grants --key-id KEY_ARN --query 'Grants[].GranteePrincipal'
#   zh:
#     title: 密钥授权不发给外部账户
#     message: "{id} 的授权 {grant} 允许外部账户 {account} 使用密钥"
#     remediation: |
#       向数据负责人索取共享登记。没有登记的，撤销授权：
#         aws kms list-grants --key-id KEY_ARN
#         aws kms revoke-grant --key-id KEY_ARN --grant-id GRANT_ID
#       有登记的，把账户写入参数 trusted_aws_accounts。
#       验证：aws kms list-grants --key-id KEY_ARN --query 'Grants[].GranteePrincipal'
package sharing_third_party.kms_grant_other_accounts

import data.lib.aws_accounts

deny contains {"msg": msg, "path": grant.id, "args": {"grant": grant.id, "account": account}} if {
	count(own_accounts) > 0
	some grant in input.facts.grants
	account := aws_accounts.of_principal(grant.grantee)
	foreign(account)
	msg := sprintf("a grant of the key %s lets %s of the account %s use it", [input.name, grant.grantee, account])
}

unknown contains {"msg": "no account under audit is known, so foreign ones cannot be told apart"} if {
	count(own_accounts) == 0
	some grant in input.facts.grants
	foreign(aws_accounts.of_principal(grant.grantee))
}

unknown contains {"msg": msg} if {
	some grant in input.facts.grants
	not aws_accounts.of_principal(grant.grantee)
	not without_account(grant.grantee)
	msg := sprintf("a grant names %s, which tells no account", [grant.grantee])
}

foreign(account) if {
	not account in own_accounts
	not account in data.parameters.trusted_aws_accounts
}

# A service, or the id of what was deleted.
without_account(grantee) if regex.match(`^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$`, grantee)

without_account(grantee) if regex.match(`^A(IDA|ROA|GPA|NPA)[A-Z0-9]{12,}$`, grantee)

own_accounts := aws_accounts.own(data.inventory["s3.account"].all)
