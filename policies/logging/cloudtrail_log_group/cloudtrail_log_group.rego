# METADATA
# title: A trail reaches CloudWatch Logs
# description: >-
#   Files in S3 are for later. Alarms on root logins, changed rights or stopped logging need the records while
#   they happen. Where EventBridge, GuardDuty or a SIEM watches the account instead, a waiver says so.
# related_resources:
#   - ref: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/send-cloudtrail-events-to-cloudwatch-logs.html
#   - ref: https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-5
# custom:
#   id: cloudtrail-log-group
#   resource: cloudtrail.trail
#   severity: low
#   controls: [log-realtime-monitoring]
#   remediation: |
#     The role needs logs:CreateLogStream and logs:PutLogEvents on the group (see the user guide):
#       aws logs create-log-group --log-group-name aws-cloudtrail-logs-account
#       aws logs put-retention-policy --log-group-name aws-cloudtrail-logs-account --retention-in-days 365
#       aws cloudtrail update-trail --name TRAIL_ARN --cloud-watch-logs-log-group-arn GROUP_ARN:* \
#         --cloud-watch-logs-role-arn ROLE_ARN
#     Verify: aws cloudtrail get-trail-status --name TRAIL_ARN --query LatestCloudWatchLogsDeliveryTime
#   zh:
#     title: 跟踪接入 CloudWatch 日志
#     message: "跟踪 {id} 未接入 CloudWatch 日志，无法实时告警"
#     remediation: |
#       角色须有该日志组的 logs:CreateLogStream 与 logs:PutLogEvents 权限：
#         aws logs create-log-group --log-group-name aws-cloudtrail-logs-account
#         aws logs put-retention-policy --log-group-name aws-cloudtrail-logs-account --retention-in-days 365
#         aws cloudtrail update-trail --name TRAIL_ARN --cloud-watch-logs-log-group-arn GROUP_ARN:* \
#           --cloud-watch-logs-role-arn ROLE_ARN
#       验证：aws cloudtrail get-trail-status --name TRAIL_ARN --query LatestCloudWatchLogsDeliveryTime
package logging.cloudtrail_log_group

deny contains {"msg": msg} if {
	input.facts.config.log_group == null
	msg := sprintf("records of the trail %s reach no log group where alarms could see them", [input.name])
}

# The management account of the organization owns the trail: the finding belongs there.
not_applicable if input.facts.config.managed_elsewhere
