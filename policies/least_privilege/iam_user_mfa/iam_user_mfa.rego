# METADATA
# title: Who logs in to the console needs a second factor
# description: >-
#   A password alone is one phishing mail away from the customer information that the user can reach.
#   Users without a console password are not concerned. The credential report is up to four hours old:
#   the message says as of when it is true.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_enable.html
# custom:
#   id: iam-user-mfa
#   resource: iam.user
#   severity: critical
#   controls: [lp-authentication-required]
#   remediation: |
#     Let the user register a passkey or security key (Security credentials, Assign MFA device), and refuse everything
#     else until then with a policy that denies without aws:MultiFactorAuthPresent. Better still, end the password and
#     log in through IAM Identity Center:
#       aws iam delete-login-profile --user-name USER
#     Verify: aws iam list-mfa-devices --user-name USER
#   zh:
#     title: 控制台用户启用多因素认证
#     message: "用户 {id} 可登录控制台但没有多因素认证（截至 {as_of}）"
#     remediation: |
#       让用户注册通行密钥或安全密钥（安全凭证，分配 MFA 设备），并用策略在缺少 aws:MultiFactorAuthPresent 时拒绝其他操作。
#       更好的做法是取消口令，改用 IAM Identity Center 登录：
#         aws iam delete-login-profile --user-name USER
#       验证：aws iam list-mfa-devices --user-name USER
package least_privilege.iam_user_mfa

deny contains {"msg": msg, "args": {"as_of": as_of}} if {
	input.facts.credentials.password.enabled
	not input.facts.credentials.mfa
	as_of := input.facts.credentials.as_of
	msg := sprintf("%s can log in to the console without a second factor (as of %s)", [input.name, as_of])
}

not_applicable if input.facts.credentials.password.enabled == false
