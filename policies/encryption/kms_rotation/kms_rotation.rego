# METADATA
# title: Keys of KMS rotate by themselves
# description: >-
#   Rotation limits how much data one key protects, and how long a key that leaked is of use. It applies to
#   enabled keys of the company with material from KMS that encrypt symmetrically; others cannot rotate by
#   themselves and must be replaced. Earlier versions of the key stay, so that old data can be read.
# related_resources:
#   - ref: https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
#   - ref: https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-4
#   - ref: https://docs.aws.amazon.com/securityhub/latest/userguide/cis-aws-foundations-benchmark.html
# custom:
#   id: kms-rotation
#   resource: kms.key
#   severity: medium
#   controls: [enc-key-management-system]
#   remediation: |
#     Nothing has to be encrypted anew:
#       aws kms enable-key-rotation --key-id KEY_ARN --rotation-period-in-days 365
#     A copy of a key of many regions (mrk-…) follows the primary key: enable it there.
#     Verify: aws kms get-key-rotation-status --key-id KEY_ARN
#   zh:
#     title: KMS 密钥启用自动轮换
#     message: "{id} {state}"
#     remediation: |
#       启用轮换，无需重新加密数据：
#         aws kms enable-key-rotation --key-id KEY_ARN --rotation-period-in-days 365
#       多区域密钥的副本（mrk-…）须在主密钥上启用。
#       验证：aws kms get-key-rotation-status --key-id KEY_ARN
package encryption.kms_rotation

deny contains {"msg": msg, "args": {"state": "未启用自动轮换"}} if {
	input.facts.rotation.supported
	input.facts.rotation.enabled == false
	msg := sprintf("the key %s does not rotate", [input.name])
}

deny contains {"msg": msg, "args": {"state": state}} if {
	input.facts.rotation.enabled
	days := input.facts.rotation.period_days
	is_number(days)
	days > data.parameters.kms_rotation_max_days
	state := sprintf("轮换周期为 %v 天", [days])
	msg := sprintf("the key %s rotates every %v days only", [input.name, days])
}

not_applicable if not rotates

unknown contains {"msg": "KMS says that this key cannot rotate"} if input.facts.rotation.supported == false

rotates if {
	input.facts.key.manager == "CUSTOMER"
	input.facts.key.state == "Enabled"
	input.facts.key.origin == "AWS_KMS"
	input.facts.key.usage == "ENCRYPT_DECRYPT"
	input.facts.key.spec == "SYMMETRIC_DEFAULT"
}
