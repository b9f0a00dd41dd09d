# METADATA
# title: The records of a trail arrive
# description: >-
#   A trail that is switched on but cannot write to its bucket or its log group records nothing anybody can read.
#   The usual reasons are a changed bucket policy, a key that CloudTrail may not use, or a role that is gone.
# related_resources:
#   - ref: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetTrailStatus.html
# custom:
#   id: cloudtrail-delivery
#   resource: cloudtrail.trail
#   severity: high
#   controls: [log-access-recorded, log-audit-software]
#   remediation: |
#     See what AWS says, then repair the bucket policy, the key policy or the role that it names:
#       aws cloudtrail get-trail-status --name TRAIL_ARN
#       aws s3api get-bucket-policy --bucket BUCKET --query Policy --output text
#     The user guide has the policies that CloudTrail needs. Errors go with the next delivery that succeeds.
#     Verify: aws cloudtrail get-trail-status --name TRAIL_ARN --query \
#       '[LatestDeliveryError,LatestDigestDeliveryError,LatestCloudWatchLogsDeliveryError]'
#   zh:
#     title: 跟踪日志正常投递
#     message: "跟踪 {id} 的{what}投递失败：{error}"
#     remediation: |
#       查看错误，并修复其指明的存储桶策略、密钥策略或角色：
#         aws cloudtrail get-trail-status --name TRAIL_ARN
#         aws s3api get-bucket-policy --bucket BUCKET --query Policy --output text
#       验证：aws cloudtrail get-trail-status --name TRAIL_ARN --query \
#         '[LatestDeliveryError,LatestDigestDeliveryError,LatestCloudWatchLogsDeliveryError]'
package logging.cloudtrail_delivery

deny contains {"msg": msg, "path": path, "args": {"what": what_zh, "error": error}} if {
	some path, [what, what_zh, error] in {
		"files": ["log files", "日志文件", input.facts.status.delivery_error],
		"digests": ["digest files", "摘要文件", input.facts.status.digest_error],
		"log_group": ["records for CloudWatch Logs", "CloudWatch 日志", input.facts.status.log_group_error],
	}
	error != null
	msg := sprintf("the trail %s cannot deliver its %s: %s", [input.name, what, error])
}

# That it is stopped is the finding of cloudtrail-account-recorded; the errors are old ones then.
not_applicable if input.facts.logging == false

# The management account of the organization owns the trail: the finding belongs there.
not_applicable if input.facts.config.managed_elsewhere
