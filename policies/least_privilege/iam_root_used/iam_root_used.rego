# METADATA
# title: The root user is not used for daily work
# description: >-
#   What root does cannot be limited, and the log does not show which person it was. It is for the few
#   tasks that need it, such as closing the account; after one of these the finding is right and needs a
#   waiver that says which.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-tasks.html
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
# custom:
#   id: iam-root-used
#   resource: iam.account
#   severity: high
#   controls: [lp-need-to-know, lp-role-based]
#   remediation: |
#     Find out what it was and who did it, and give that person a role for it:
#       aws cloudtrail lookup-events --lookup-attributes AttributeKey=Username,AttributeValue=root --max-results 50
#     Verify: aws iam generate-credential-report && aws iam get-credential-report --query Content --output text |
#       base64 -d | grep root_account
#   zh:
#     title: 根用户不用于日常工作
#     message: "账户 {id} 的根用户在 {used} 使用过（{days} 天以内）"
#     remediation: |
#       查明用途和使用者，改为授予角色：
#         aws cloudtrail lookup-events --lookup-attributes AttributeKey=Username,AttributeValue=root --max-results 50
#       验证：aws iam generate-credential-report && aws iam get-credential-report --query Content --output text |
#         base64 -d | grep root_account
package least_privilege.iam_root_used

import data.lib.dates

deny contains {"msg": msg, "path": how, "args": {"used": used, "days": days}} if {
	some how, used in {
		"password": input.facts.root.password_last_used,
		"access key": input.facts.root.keys_last_used,
	}
	days := data.parameters.iam_root_quiet_days
	dates.instant(data.run.now) - dates.instant(used) < dates.hours(24 * days)
	msg := sprintf("the root user of the account %s was used with its %s on %s", [input.name, how, used])
}
