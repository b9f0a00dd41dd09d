# METADATA
# title: Log files of a trail are encrypted with a key of the company
# description: >-
#   The files tell who uses which data and how. S3 encrypts them anyway; with a KMS key, reading the bucket is not
#   enough, and every use of the key is recorded.
# related_resources:
#   - ref: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/encrypting-cloudtrail-log-files-with-aws-kms.html
#   - ref: https://docs.aws.amazon.com/securityhub/latest/userguide/cis-aws-foundations-benchmark.html
# custom:
#   id: cloudtrail-kms
#   resource: cloudtrail.trail
#   severity: low
#   controls: [enc-key-management-system]
#   remediation: |
#     The key policy must let cloudtrail.amazonaws.com call kms:GenerateDataKey* and kms:DescribeKey first (see
#     the user guide):
#       aws cloudtrail update-trail --name TRAIL_ARN --kms-key-id KEY_ARN
#     Verify: aws cloudtrail get-trail --name TRAIL_ARN --query Trail.KmsKeyId, and that
#     aws cloudtrail get-trail-status --name TRAIL_ARN shows no LatestDeliveryError an hour later
#   zh:
#     title: 跟踪日志文件用客户自管密钥加密
#     message: "跟踪 {id} 的日志文件未使用 KMS 密钥加密"
#     remediation: |
#       先在密钥策略中允许 cloudtrail.amazonaws.com 调用 kms:GenerateDataKey* 与 kms:DescribeKey：
#         aws cloudtrail update-trail --name TRAIL_ARN --kms-key-id KEY_ARN
#       验证：aws cloudtrail get-trail --name TRAIL_ARN --query Trail.KmsKeyId
package encryption.cloudtrail_kms

deny contains {"msg": msg} if {
	input.facts.config.kms_key_id == null
	msg := sprintf("log files of the trail %s are not encrypted with a key of KMS", [input.name])
}

# The management account of the organization owns the trail: the finding belongs there.
not_applicable if input.facts.config.managed_elsewhere
