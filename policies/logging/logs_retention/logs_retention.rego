# METADATA
# title: Log groups with audit records keep them long enough
# description: >-
#   Looked at are the groups that trails write to, and those whose names are in the parameter audit_log_groups
#   (CloudTrail, databases, Kubernetes control planes, flow logs, firewalls). Events that never expire are kept.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html
#   - ref: https://docs.aws.amazon.com/securityhub/latest/userguide/cloudwatch-controls.html#cloudwatch-16
# custom:
#   id: logs-retention
#   resource: logs.group
#   severity: medium
#   controls: [log-access-recorded]
#   needs:
#     cloudtrail.trail: {facts: [config], within: target}
#   remediation: |
#     What has expired is gone; from now on:
#       aws logs put-retention-policy --log-group-name GROUP --retention-in-days 180
#     Verify: aws logs describe-log-groups --log-group-name-prefix GROUP --query 'logGroups[].retentionInDays'
#   zh:
#     title: 审计日志组保存期限足够
#     message: "日志组 {id} 只保存 {days} 天，须保存 {wanted} 天"
#     remediation: |
#       延长保存期限（已过期的日志无法恢复）：
#         aws logs put-retention-policy --log-group-name GROUP --retention-in-days 180
#       验证：aws logs describe-log-groups --log-group-name-prefix GROUP --query 'logGroups[].retentionInDays'
package logging.logs_retention

import data.lib.wildcard

deny contains {"msg": msg, "args": {"days": days, "wanted": wanted}} if {
	days := input.facts.retention_days
	is_number(days)
	wanted := data.parameters.log_retention_days
	days < wanted
	msg := sprintf("the log group %s keeps records for %v days, %v are wanted", [input.name, days, wanted])
}

not_applicable if not holds_audit_records

holds_audit_records if {
	some row in data.inventory["cloudtrail.trail"].by.target[input.target]
	row.config.log_group == input.id
}

holds_audit_records if {
	some pattern in data.parameters.audit_log_groups
	wildcard.matches(lower(pattern), lower(input.name))
}
