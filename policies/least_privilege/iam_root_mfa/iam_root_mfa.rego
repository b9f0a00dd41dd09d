# METADATA
# title: The root user needs a second factor
# description: >-
#   Nothing limits the root user: who has its password can read all customer information, delete the
#   logs and close the account. An account whose root user has no password at all (removed centrally by
#   the organization) has nothing to protect.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/enable-mfa-for-root.html
#   - ref: https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html
# custom:
#   id: iam-root-mfa
#   resource: iam.account
#   severity: critical
#   controls: [lp-authentication-required, lp-no-unauthorised-access]
#   remediation: |
#     Log in as root and register a passkey or a security key (Security credentials, Assign MFA device); in an
#     organization rather remove the root credentials of member accounts from the management account:
#       aws iam enable-organizations-root-credentials-management
#     Verify: aws iam get-account-summary --query SummaryMap.AccountMFAEnabled   (1)
#   zh:
#     title: 根用户已启用多因素认证
#     message: "账户 {id} 的根用户未启用多因素认证"
#     remediation: |
#       以根用户登录并注册通行密钥或安全密钥（安全凭证，分配 MFA 设备）；在组织中更应由管理账户统一移除成员账户的根凭证：
#         aws iam enable-organizations-root-credentials-management
#       验证：aws iam get-account-summary --query SummaryMap.AccountMFAEnabled（应为 1）
package least_privilege.iam_root_mfa

deny contains {"msg": msg} if {
	not input.facts.summary.root_mfa
	not without_password
	msg := sprintf("the root user of the account %s has no second factor", [input.name])
}

not_applicable if without_password

without_password if input.facts.summary.root_password == false
