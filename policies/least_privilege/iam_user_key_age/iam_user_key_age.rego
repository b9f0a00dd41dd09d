# METADATA
# title: Access keys are replaced in time
# description: >-
#   A key is a password that never asks for a second factor and lies in files, pipelines and laptops.
#   The older it is, the more copies there are. Inactive keys open nothing and are not counted.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html
# custom:
#   id: iam-user-key-age
#   resource: iam.user
#   severity: high
#   controls: [lp-authentication-required, lp-need-to-know]
#   remediation: |
#     Best, give the program a role and no key. Otherwise make a second key, put it in place, and end the first:
#       aws iam create-access-key --user-name USER
#       aws iam update-access-key --user-name USER --access-key-id OLD --status Inactive
#       aws iam delete-access-key --user-name USER --access-key-id OLD
#     Verify: aws iam list-access-keys --user-name USER
#   zh:
#     title: 访问密钥按期更换
#     message: "用户 {id} 的第 {slot} 个访问密钥已超过 {days} 天"
#     remediation: |
#       最好改用角色，不用密钥。否则新建第二个密钥并换上，再停用、删除旧密钥：
#         aws iam create-access-key --user-name USER
#         aws iam update-access-key --user-name USER --access-key-id OLD --status Inactive
#         aws iam delete-access-key --user-name USER --access-key-id OLD
#       验证：aws iam list-access-keys --user-name USER
package least_privilege.iam_user_key_age

import data.lib.dates

deny contains {"msg": msg, "path": sprintf("key %v", [key.slot]), "args": {"slot": key.slot, "days": days}} if {
	some key in input.facts.credentials.keys
	key.active
	days := data.parameters.iam_key_max_days
	dates.instant(data.run.now) - dates.instant(key.created) > dates.hours(24 * days)
	msg := sprintf("key %v of %s is from %s, more than %v days ago", [key.slot, input.name, key.created, days])
}

unknown contains {"msg": msg} if {
	some key in input.facts.credentials.keys
	key.active
	key.created == null
	msg := sprintf("the report does not say how old key %v of %s is", [key.slot, input.name])
}

not_applicable if not has_active_key

has_active_key if {
	some key in input.facts.credentials.keys
	key.active
}
