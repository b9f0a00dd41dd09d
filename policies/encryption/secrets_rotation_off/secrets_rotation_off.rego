# METADATA
# title: Secrets are changed in time
# description: >-
#   A password that nobody changes is known to everyone who ever read it. Secrets without rotation must have been
#   changed within the parameter secret_max_age_days. AWS tells when the secret or anything about it was last
#   changed, so its value can be older still. Secrets that a service of AWS manages are left to it.
# related_resources:
#   - ref: https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets.html
#   - ref: https://docs.aws.amazon.com/securityhub/latest/userguide/secretsmanager-controls.html#secretsmanager-4
# custom:
#   id: secrets-rotation-off
#   resource: secrets.secret
#   severity: medium
#   controls: [enc-key-management-system, lp-authentication-required]
#   remediation: |
#     Let Secrets Manager rotate it, with the template for its database or a function of your own:
#       aws secretsmanager rotate-secret --secret-id SECRET_ARN --rotation-lambda-arn FUNCTION_ARN \
#         --rotation-rules AutomaticallyAfterDays=90
#     or change the password where it is used, then
#       aws secretsmanager put-secret-value --secret-id SECRET_ARN --secret-string file://new.json
#     Verify: aws secretsmanager describe-secret --secret-id SECRET_ARN --query '[RotationEnabled,LastChangedDate]'
#   zh:
#     title: 机密定期更换
#     message: "机密 {id} 未启用轮换，自 {since} 起未更换"
#     remediation: |
#       启用自动轮换：
#         aws secretsmanager rotate-secret --secret-id SECRET_ARN --rotation-lambda-arn FUNCTION_ARN \
#           --rotation-rules AutomaticallyAfterDays=90
#       或在使用处更换口令后写入：
#         aws secretsmanager put-secret-value --secret-id SECRET_ARN --secret-string file://new.json
#       验证：aws secretsmanager describe-secret --secret-id SECRET_ARN --query '[RotationEnabled,LastChangedDate]'
package encryption.secrets_rotation_off

import data.lib.dates

deny contains {"msg": msg, "args": {"since": since}} if {
	input.facts.rotation.enabled == false
	dates.instant(since) + dates.hours(24 * data.parameters.secret_max_age_days) < dates.instant(data.run.now)
	msg := sprintf("the secret %s does not rotate and was not changed since %s", [input.name, since])
}

# It can be read no more.
not_applicable if input.facts.secret.deleted != null

# It is changed in its own region.
not_applicable if input.facts.secret.replica

# The service that made it changes it.
not_applicable if input.facts.secret.owning_service != null

unknown contains {"msg": msg} if {
	input.facts.rotation.enabled == false
	not dates.instant(since)
	msg := sprintf("when the secret was changed is told as %s, which is no time", [since])
}

since := input.facts.secret.changed if input.facts.secret.changed != null

else := input.facts.secret.created
