# METADATA
# title: Access to the bucket is logged
# description: >-
#   Without access logs nobody can say who read which customer record. Logs must go to another bucket.
#   CloudTrail data events do the same job but are not looked at here: give those buckets a waiver. A bucket
#   that receives the logs of others cannot log itself; name it in the parameter s3_log_buckets. What a trail
#   has to record of it, cloudtrail-dataset-events says.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html
# custom:
#   id: s3-access-logging
#   resource: s3.bucket
#   severity: medium
#   controls: [log-access-recorded, log-access-attempts-tracked, shr-partner-access-controlled]
#   remediation: |
#     The receiving bucket (same region and account) must let logging.s3.amazonaws.com put objects and
#     cannot use
#     SSE-KMS. Then:
#       aws s3api put-bucket-logging --bucket BUCKET --bucket-logging-status \
#         '{"LoggingEnabled":{"TargetBucket":"LOGBUCKET","TargetPrefix":"BUCKET/"}}'
#     The bucket that receives the logs is not logged itself. Name it in audit.yaml:
#       parameters: {s3_log_buckets: [LOGBUCKET]}
#     Verify: aws s3api get-bucket-logging --bucket BUCKET
#   zh:
#     title: 记录对存储桶的访问
#     message: "{id} 的访问日志{state}"
#     remediation: |
#       接收日志的存储桶须与本桶同区域同账户，允许 logging.s3.amazonaws.com 写入，且不能使用 SSE-KMS：
#         aws s3api put-bucket-logging --bucket BUCKET --bucket-logging-status \
#           '{"LoggingEnabled":{"TargetBucket":"LOGBUCKET","TargetPrefix":"BUCKET/"}}'
#       接收日志的存储桶自身无法记录，请在 audit.yaml 中登记：parameters: {s3_log_buckets: [LOGBUCKET]}
#       验证：aws s3api get-bucket-logging --bucket BUCKET
package logging.s3_access_logging

deny contains {"msg": msg, "args": {"state": "未启用"}} if {
	input.facts.logging.enabled == false
	msg := sprintf("access to %s is not logged", [input.name])
}

deny contains {"msg": msg, "args": {"state": "写入自身"}} if {
	input.facts.logging.enabled
	input.facts.logging.target_bucket == input.name
	msg := sprintf("%s writes its access logs into itself, where its writers can remove them", [input.name])
}

not_applicable if {
	input.facts.logging.enabled == false
	input.name in data.parameters.s3_log_buckets
}
