# METADATA
# title: A trail leaves out no service
# description: >-
#   Leaving out kms.amazonaws.com or rdsdata.amazonaws.com saves money, and the record of who decrypted customer
#   information. When another trail records those events, give this one a waiver.
# related_resources:
#   - ref: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-management-events-with-cloudtrail.html
# custom:
#   id: cloudtrail-excluded-sources
#   resource: cloudtrail.trail
#   severity: low
#   controls: [log-access-recorded]
#   remediation: |
#     Record all sources (this replaces the selectors; put those for data events back in):
#       aws cloudtrail get-event-selectors --trail-name TRAIL_ARN
#       aws cloudtrail put-event-selectors --trail-name TRAIL_ARN --event-selectors \
#         '[{"ReadWriteType":"All","IncludeManagementEvents":true,"ExcludeManagementEventSources":[]}]'
#     Verify: aws cloudtrail get-event-selectors --trail-name TRAIL_ARN
#   zh:
#     title: 跟踪不排除任何服务
#     message: "跟踪 {id} 排除了 {source} 的事件"
#     remediation: |
#       记录全部来源（会替换现有选择器，须补回数据事件的选择器）：
#         aws cloudtrail get-event-selectors --trail-name TRAIL_ARN
#         aws cloudtrail put-event-selectors --trail-name TRAIL_ARN --event-selectors \
#           '[{"ReadWriteType":"All","IncludeManagementEvents":true,"ExcludeManagementEventSources":[]}]'
#       验证：aws cloudtrail get-event-selectors --trail-name TRAIL_ARN
package logging.cloudtrail_excluded_sources

deny contains {"msg": msg, "path": source, "args": {"source": source}} if {
	some source in array.concat(
		input.facts.selectors.management_read.excluded_sources,
		input.facts.selectors.management_write.excluded_sources,
	)
	msg := sprintf("the trail %s does not record %s", [input.name, source])
}

not_applicable if input.facts.logging == false

# The management account of the organization owns the trail: the finding belongs there.
not_applicable if input.facts.config.managed_elsewhere
