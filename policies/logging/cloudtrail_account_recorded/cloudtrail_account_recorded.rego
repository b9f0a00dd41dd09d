# METADATA
# title: A trail records the account in all regions
# description: >-
#   Without a trail nobody can say who changed rights, keys, buckets or logging itself: the event history ends
#   after 90 days and can be searched but not kept. One trail must cover all regions and global services, record
#   management events that read and that write, and be switched on now. A trail of many regions that was stopped
#   looks right in the list of trails and records nothing.
# related_resources:
#   - ref: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-concepts.html
#   - ref: https://docs.aws.amazon.com/securityhub/latest/userguide/cis-aws-foundations-benchmark.html
# custom:
#   id: cloudtrail-account-recorded
#   resource: s3.account
#   severity: high
#   controls: [log-access-recorded, log-access-attempts-tracked, log-audit-software]
#   needs:
#     cloudtrail.trail: {facts: [config, logging, selectors], within: target}
#   remediation: |
#     Start the trail that is there:
#       aws cloudtrail start-logging --name TRAIL_ARN
#     or make one; the bucket needs the policy that the user guide gives for CloudTrail:
#       aws cloudtrail create-trail --name account --s3-bucket-name BUCKET --is-multi-region-trail \
#         --enable-log-file-validation
#       aws cloudtrail start-logging --name account
#     Record all management events:
#       aws cloudtrail put-event-selectors --trail-name account --event-selectors \
#         '[{"ReadWriteType":"All","IncludeManagementEvents":true}]'
#     Verify: aws cloudtrail get-trail-status --name account --query IsLogging
#   zh:
#     title: 跟踪记录账户所有区域的操作
#     message: "账户 {id} 没有记录所有区域全部管理事件的跟踪：{why}"
#     remediation: |
#       启动已有的跟踪：
#         aws cloudtrail start-logging --name TRAIL_ARN
#       或新建跟踪（存储桶须先设置 CloudTrail 所需策略）：
#         aws cloudtrail create-trail --name account --s3-bucket-name BUCKET --is-multi-region-trail \
#           --enable-log-file-validation
#         aws cloudtrail start-logging --name account
#         aws cloudtrail put-event-selectors --trail-name account --event-selectors \
#           '[{"ReadWriteType":"All","IncludeManagementEvents":true}]'
#       验证：aws cloudtrail get-trail-status --name account --query IsLogging
package logging.cloudtrail_account_recorded

deny contains {"msg": msg, "args": {"why": why}} if {
	count(complete) == 0
	msg := sprintf("no trail records all management events of the account %s in all regions: %s", [input.name, why])
}

# A target can have several accounts: the trail of another one counts only when it is for all of them.
trails contains row if {
	some row in data.inventory["cloudtrail.trail"].by.target[input.target]
	records_account(row)
}

records_account(row) if row.config.organization

records_account(row) if split(row.id, ":")[4] == input.name

complete contains row.id if {
	some row in trails
	count(faults(row)) == 0
}

why := "there is no trail" if count(trails) == 0

else := concat("; ", sort([sprintf("%s %s", [row.name, fault]) | some row in trails; some fault in faults(row)]))

faults(row) := {fault | some fault, holds in shortcomings(row); holds}

shortcomings(row) := {
	"is stopped": row.logging == false,
	"covers one region only": row.config.multi_region == false,
	"leaves out global services": row.config.global_events == false,
	"does not record all events that read": row.selectors.management_read.events != "all",
	"does not record all events that write": row.selectors.management_write.events != "all",
}
