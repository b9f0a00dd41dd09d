# METADATA
# title: Changes of log files of a trail are noticed
# description: >-
#   With log file validation CloudTrail signs a digest of each hour. Without it an intruder who may write to the
#   bucket removes the traces, and nobody can prove afterwards that the files are the ones delivered.
# related_resources:
#   - ref: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html
#   - ref: https://docs.aws.amazon.com/securityhub/latest/userguide/cis-aws-foundations-benchmark.html
# custom:
#   id: cloudtrail-log-validation
#   resource: cloudtrail.trail
#   severity: medium
#   controls: [int-tamper-protection]
#   remediation: |
#     Switch validation on:
#       aws cloudtrail update-trail --name TRAIL_ARN --enable-log-file-validation
#     From then on files can be checked:
#       aws cloudtrail validate-logs --trail-arn TRAIL_ARN --start-time 2026-01-01T00:00:00Z
#     Verify: aws cloudtrail get-trail --name TRAIL_ARN --query Trail.LogFileValidationEnabled
#   zh:
#     title: 启用跟踪日志文件完整性校验
#     message: "跟踪 {id} 未启用日志文件校验"
#     remediation: |
#       启用校验：
#         aws cloudtrail update-trail --name TRAIL_ARN --enable-log-file-validation
#       此后可核对文件：
#         aws cloudtrail validate-logs --trail-arn TRAIL_ARN --start-time 2026-01-01T00:00:00Z
#       验证：aws cloudtrail get-trail --name TRAIL_ARN --query Trail.LogFileValidationEnabled
package integrity_availability.cloudtrail_log_validation

deny contains {"msg": msg} if {
	input.facts.config.validation == false
	msg := sprintf("log files of the trail %s can be changed unnoticed", [input.name])
}

# The management account of the organization owns the trail: the finding belongs there.
not_applicable if input.facts.config.managed_elsewhere
