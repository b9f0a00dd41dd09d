# METADATA
# title: No secret lies unused
# description: >-
#   A secret that nothing reads still opens what it opens, and nobody would notice its loss. AWS counts by the
#   day, and counts reading of the value only.
# related_resources:
#   - ref: https://docs.aws.amazon.com/securityhub/latest/userguide/secretsmanager-controls.html#secretsmanager-3
# custom:
#   id: secrets-unused
#   resource: secrets.secret
#   severity: low
#   controls: [lp-need-to-know]
#   remediation: |
#     Ask the owner, take the account that it belongs to out of use, then delete it; it can be restored for 30 days:
#       aws secretsmanager delete-secret --secret-id SECRET_ARN --recovery-window-in-days 30
#     Verify: aws secretsmanager describe-secret --secret-id SECRET_ARN --query '[LastAccessedDate,DeletedDate]'
#   zh:
#     title: 不保留闲置机密
#     message: "机密 {id} 自 {since} 起未被读取"
#     remediation: |
#       询问负责人，停用其对应账号后删除（30 天内可恢复）：
#         aws secretsmanager delete-secret --secret-id SECRET_ARN --recovery-window-in-days 30
#       验证：aws secretsmanager describe-secret --secret-id SECRET_ARN --query '[LastAccessedDate,DeletedDate]'
package least_privilege.secrets_unused

import data.lib.dates

deny contains {"msg": msg, "args": {"since": since}} if {
	dates.instant(since) + dates.hours(24 * data.parameters.secret_unused_days) < dates.instant(data.run.now)
	msg := sprintf("nothing read the secret %s since %s", [input.name, since])
}

# Already on its way out.
not_applicable if input.facts.secret.deleted != null

# It is there for the day when its region fails.
not_applicable if input.facts.secret.replica

# The service that made it removes it.
not_applicable if input.facts.secret.owning_service != null

unknown contains {"msg": msg} if {
	not dates.instant(since)
	msg := sprintf("when the secret was read is told as %s, which is no time", [since])
}

since := input.facts.secret.accessed if input.facts.secret.accessed != null

else := input.facts.secret.created
