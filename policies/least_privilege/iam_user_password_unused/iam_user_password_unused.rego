# METADATA
# title: Console passwords that nobody uses are ended
# description: >-
#   A password that was not used for long belongs to somebody who does not need it, or is not there any
#   more. One that was never used counts from the day on which it was set.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html
# custom:
#   id: iam-user-password-unused
#   resource: iam.user
#   severity: medium
#   controls: [lp-authorised-only, lp-need-to-know]
#   remediation: |
#     End the login; keys and rights stay as they are:
#       aws iam delete-login-profile --user-name USER
#     Verify: aws iam get-login-profile --user-name USER   (NoSuchEntity)
#   zh:
#     title: 停用闲置的控制台口令
#     message: "用户 {id} 的控制台口令已 {days} 天以上未使用"
#     remediation: |
#       取消控制台登录，密钥与权限不变：
#         aws iam delete-login-profile --user-name USER
#       验证：aws iam get-login-profile --user-name USER（应返回 NoSuchEntity）
package least_privilege.iam_user_password_unused

import data.lib.dates

deny contains {"msg": msg, "args": {"days": days}} if {
	input.facts.credentials.password.enabled
	days := data.parameters.dormant_days
	dates.instant(data.run.now) - dates.instant(since) > dates.hours(24 * days)
	msg := sprintf("%s has not logged in since %s, more than %v days", [input.name, since, days])
}

unknown contains {"msg": "the report does not say when the password was set or used"} if {
	input.facts.credentials.password.enabled
	since == null
}

not_applicable if input.facts.credentials.password.enabled == false

since := input.facts.credentials.password.last_used if input.facts.credentials.password.last_used != null

since := input.facts.credentials.password.last_changed if input.facts.credentials.password.last_used == null
