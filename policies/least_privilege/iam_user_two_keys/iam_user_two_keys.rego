# METADATA
# title: Nobody has two active access keys for good
# description: >-
#   A second key is for the days in which the first is replaced. Two that stay are two secrets to lose.
#   As long as one of them is new, a replacement is under way.
# related_resources:
#   - ref: https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html
# custom:
#   id: iam-user-two-keys
#   resource: iam.user
#   severity: low
#   controls: [lp-need-to-know]
#   remediation: |
#     See which one is used, deactivate the other and delete it some days later:
#       aws iam get-access-key-last-used --access-key-id KEY
#       aws iam update-access-key --user-name USER --access-key-id KEY --status Inactive
#     Verify: aws iam list-access-keys --user-name USER
#   zh:
#     title: 不长期保留两个有效访问密钥
#     message: "用户 {id} 有两个有效的访问密钥"
#     remediation: |
#       查看哪个在用，停用另一个，数日后删除：
#         aws iam get-access-key-last-used --access-key-id KEY
#         aws iam update-access-key --user-name USER --access-key-id KEY --status Inactive
#       验证：aws iam list-access-keys --user-name USER
package least_privilege.iam_user_two_keys

import data.lib.dates

deny contains {"msg": msg} if {
	count(active) > 1
	not replacing
	msg := sprintf("%s has two active access keys, both for more than %v days", [input.name, grace])
}

not_applicable if count(active) == 0

active := [key |
	some key in input.facts.credentials.keys
	key.active
]

grace := data.parameters.iam_key_overlap_days

replacing if {
	some key in active
	dates.instant(data.run.now) - dates.instant(key.created) <= dates.hours(24 * grace)
}
