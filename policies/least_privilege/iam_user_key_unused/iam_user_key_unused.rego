# METADATA
# title: Access keys that nobody uses are ended
# description: >-
#   A key without a purpose is missed by nobody when somebody else uses it. A key that was never used
#   counts from the day on which it was made.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html
# custom:
#   id: iam-user-key-unused
#   resource: iam.user
#   severity: medium
#   controls: [lp-need-to-know, lp-authorised-only]
#   remediation: |
#     Deactivate it, wait some days for complaints, delete it:
#       aws iam update-access-key --user-name USER --access-key-id KEY --status Inactive
#       aws iam delete-access-key --user-name USER --access-key-id KEY
#     Verify: aws iam list-access-keys --user-name USER
#   zh:
#     title: 停用闲置的访问密钥
#     message: "用户 {id} 的第 {slot} 个访问密钥已 {days} 天以上未使用"
#     remediation: |
#       先停用，数日无异常后删除：
#         aws iam update-access-key --user-name USER --access-key-id KEY --status Inactive
#         aws iam delete-access-key --user-name USER --access-key-id KEY
#       验证：aws iam list-access-keys --user-name USER
package least_privilege.iam_user_key_unused

import data.lib.dates

deny contains {"msg": msg, "path": sprintf("key %v", [key.slot]), "args": {"slot": key.slot, "days": days}} if {
	some key in input.facts.credentials.keys
	key.active
	days := data.parameters.dormant_days
	dates.instant(data.run.now) - dates.instant(since(key)) > dates.hours(24 * days)
	msg := sprintf("key %v of %s was not used since %s, more than %v days", [key.slot, input.name, since(key), days])
}

unknown contains {"msg": msg} if {
	some key in input.facts.credentials.keys
	key.active
	since(key) == null
	msg := sprintf("the report does not say when key %v of %s was made or used", [key.slot, input.name])
}

not_applicable if not has_active_key

since(key) := key.last_used if key.last_used != null

since(key) := key.created if key.last_used == null

has_active_key if {
	some key in input.facts.credentials.keys
	key.active
}
