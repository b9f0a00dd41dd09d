# METADATA
# title: The root user has no access keys
# description: >-
#   A key of the root user works from anywhere, without a second factor, and nothing can limit it.
#   Whatever it is used for, a role can do. Signing certificates are the same in another form.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user_manage_delete-key.html
# custom:
#   id: iam-root-keys
#   resource: iam.account
#   severity: critical
#   controls: [lp-need-to-know, lp-no-unauthorised-access]
#   remediation: |
#     Find out from CloudTrail what uses the key and give that a role. Then log in as root and deactivate the key, and
#     delete it some days later (Security credentials, Access keys), certificates likewise.
#     Verify: aws iam get-account-summary --query SummaryMap.AccountAccessKeysPresent   (0)
#   zh:
#     title: 根用户没有访问密钥
#     message: "账户 {id} 的根用户持有{what}"
#     remediation: |
#       通过 CloudTrail 查明密钥的用途并改用角色；然后以根用户登录，先停用、数日后删除密钥（安全凭证，访问密钥），签名证书同样处理。
#       验证：aws iam get-account-summary --query SummaryMap.AccountAccessKeysPresent（应为 0）
package least_privilege.iam_root_keys

deny contains {"msg": msg, "path": what, "args": {"what": what}} if {
	some what, amount in {
		"access keys": input.facts.summary.root_keys,
		"signing certificates": input.facts.summary.root_certificates,
	}
	amount > 0
	msg := sprintf("the root user of the account %s has %s", [input.name, what])
}
