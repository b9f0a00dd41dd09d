# METADATA
# title: Former passwords of IAM users cannot be used again
# description: >-
#   A password that was changed because it leaked is good for nothing if it can be set again at once.
#   Without a password policy of its own an account remembers none.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
# custom:
#   id: iam-password-reuse
#   resource: iam.account
#   severity: low
#   controls: [lp-authentication-required]
#   remediation: |
#     The call replaces the whole policy, so name everything that shall hold:
#       aws iam update-account-password-policy --minimum-password-length 14 --password-reuse-prevention 24 \
#         --require-symbols --require-numbers --require-uppercase-characters --require-lowercase-characters \
#         --allow-users-to-change-password
#     Verify: aws iam get-account-password-policy --query PasswordPolicy.PasswordReusePrevention
#   zh:
#     title: IAM 用户不能重复使用旧口令
#     message: "账户 {id} 只记住 {count} 个旧口令，应为 {wanted} 个"
#     remediation: |
#       该命令会替换整个策略，请写全所需项目：
#         aws iam update-account-password-policy --minimum-password-length 14 --password-reuse-prevention 24 \
#           --require-symbols --require-numbers --require-uppercase-characters --require-lowercase-characters \
#           --allow-users-to-change-password
#       验证：aws iam get-account-password-policy --query PasswordPolicy.PasswordReusePrevention
package least_privilege.iam_password_reuse

deny contains {"msg": msg, "args": {"count": remembered, "wanted": wanted}} if {
	remembered := input.facts.password_policy.reuse_prevention
	wanted := data.parameters.iam_password_reuse
	remembered < wanted
	msg := sprintf("the account %s remembers %v former passwords of a user, not %v", [input.name, remembered, wanted])
}

not_applicable if input.facts.summary.users == 0
