# METADATA
# title: The log group of a trail is encrypted with a key of the company
# description: >-
#   CloudWatch Logs encrypts every group with a key of its own. With a KMS key, reading the records of the trail
#   takes a second right whose use is recorded.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
# custom:
#   id: logs-trail-kms
#   resource: logs.group
#   severity: low
#   controls: [enc-key-management-system]
#   needs:
#     cloudtrail.trail: {facts: [config], within: target}
#   remediation: |
#     The key policy must let logs.REGION.amazonaws.com use the key first (see the user guide):
#       aws logs associate-kms-key --log-group-name GROUP --kms-key-id KEY_ARN
#     Verify: aws logs describe-log-groups --log-group-name-prefix GROUP --query 'logGroups[].kmsKeyId'
#   zh:
#     title: 跟踪的日志组用客户自管密钥加密
#     message: "接收跟踪记录的日志组 {id} 未使用 KMS 密钥加密"
#     remediation: |
#       先在密钥策略中允许 logs.REGION.amazonaws.com 使用密钥：
#         aws logs associate-kms-key --log-group-name GROUP --kms-key-id KEY_ARN
#       验证：aws logs describe-log-groups --log-group-name-prefix GROUP --query 'logGroups[].kmsKeyId'
package encryption.logs_trail_kms

deny contains {"msg": msg} if {
	input.facts.kms_key_id == null
	msg := sprintf("the log group %s holds the records of a trail without a key of KMS", [input.name])
}

not_applicable if not of_a_trail

of_a_trail if {
	some row in data.inventory["cloudtrail.trail"].by.target[input.target]
	row.config.log_group == input.id
}
