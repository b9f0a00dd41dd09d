# METADATA
# title: IAM users need long passwords
# description: >-
#   Without a password policy of its own an account allows passwords of eight characters. The root user
#   is not concerned.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
# custom:
#   id: iam-password-length
#   resource: iam.account
#   severity: medium
#   controls: [lp-authentication-required]
#   remediation: |
#     The call replaces the whole policy, so name everything that shall hold:
#       aws iam update-account-password-policy --minimum-password-length 14 --password-reuse-prevention 24 \
#         --require-symbols --require-numbers --require-uppercase-characters --require-lowercase-characters \
#         --allow-users-to-change-password
#     Verify: aws iam get-account-password-policy --query PasswordPolicy.MinimumPasswordLength
#   zh:
#     title: IAM 用户口令长度足够
#     message: "账户 {id} 允许 {length} 位的口令，应至少 {wanted} 位"
#     remediation: |
#       该命令会替换整个策略，请写全所需项目：
#         aws iam update-account-password-policy --minimum-password-length 14 --password-reuse-prevention 24 \
#           --require-symbols --require-numbers --require-uppercase-characters --require-lowercase-characters \
#           --allow-users-to-change-password
#       验证：aws iam get-account-password-policy --query PasswordPolicy.MinimumPasswordLength
package least_privilege.iam_password_length

deny contains {"msg": msg, "args": {"length": length, "wanted": wanted}} if {
	length := input.facts.password_policy.min_length
	wanted := data.parameters.password_min_length
	length < wanted
	msg := sprintf("%s of the account %s allows %v characters, not %v", [policy, input.name, length, wanted])
}

not_applicable if input.facts.summary.users == 0

policy := "the password policy" if input.facts.password_policy.custom

policy := "the default password policy" if not input.facts.password_policy.custom
