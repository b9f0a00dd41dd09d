# METADATA
# title: The rotation of secrets works
# description: >-
#   A rotation whose function fails leaves the old value in use while everybody believes it is changed. It is
#   late when the next rotation should have been, or the last one was longer ago than the interval allows; both
#   with some days of grace.
# related_resources:
#   - ref: https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot_rotation.html
#   - ref: https://docs.aws.amazon.com/securityhub/latest/userguide/secretsmanager-controls.html#secretsmanager-2
# custom:
#   id: secrets-rotation-broken
#   resource: secrets.secret
#   severity: medium
#   controls: [enc-key-management-system]
#   remediation: |
#     See why the function failed, repair it, and rotate at once:
#       aws secretsmanager describe-secret --secret-id SECRET_ARN --query RotationLambdaARN
#       aws logs tail /aws/lambda/FUNCTION --since 30d --filter-pattern ERROR
#       aws secretsmanager rotate-secret --secret-id SECRET_ARN
#     Verify: aws secretsmanager describe-secret --secret-id SECRET_ARN --query '[LastRotatedDate,NextRotationDate]'
#   zh:
#     title: 机密轮换正常运行
#     message: "机密 {id} 的轮换已停滞：上次 {rotated}，下次应在 {next}"
#     remediation: |
#       查明轮换函数失败原因，修复后立即轮换：
#         aws secretsmanager describe-secret --secret-id SECRET_ARN --query RotationLambdaARN
#         aws logs tail /aws/lambda/FUNCTION --since 30d --filter-pattern ERROR
#         aws secretsmanager rotate-secret --secret-id SECRET_ARN
#       验证：aws secretsmanager describe-secret --secret-id SECRET_ARN --query '[LastRotatedDate,NextRotationDate]'
package encryption.secrets_rotation_broken

import data.lib.dates

deny contains {"msg": msg, "args": {"rotated": rotated, "next": due}} if {
	late
	msg := sprintf("the secret %s should rotate and does not (last: %s, due: %s)", [input.name, rotated, due])
}

not_applicable if input.facts.rotation.enabled == false

# It can be read no more.
not_applicable if input.facts.secret.deleted != null

# It rotates in its own region.
not_applicable if input.facts.secret.replica

unknown contains {"msg": "neither the interval nor the next rotation is told"} if {
	input.facts.rotation.enabled
	not dates.instant(input.facts.rotation.next)
	not deadline
}

now := dates.instant(data.run.now)

grace := dates.hours(24 * data.parameters.secret_rotation_grace_days)

late if dates.instant(input.facts.rotation.next) + grace < now

late if deadline + grace < now

# By the last rotation; by the creation when there was none and none is planned.
deadline := dates.instant(input.facts.rotation.rotated) + interval if input.facts.rotation.rotated != null

deadline := dates.instant(input.facts.secret.created) + interval if {
	input.facts.rotation.rotated == null
	input.facts.rotation.next == null
}

interval := dates.hours(24 * input.facts.rotation.interval_days) if is_number(input.facts.rotation.interval_days)

rotated := input.facts.rotation.rotated if input.facts.rotation.rotated != null

else := "never"

due := input.facts.rotation.next if input.facts.rotation.next != null

else := "not told"
