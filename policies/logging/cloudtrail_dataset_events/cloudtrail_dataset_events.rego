# METADATA
# title: Reading and writing of customer information in S3 is recorded
# description: >-
#   Trails record management events; who read or changed which object is recorded only where data events are
#   switched on. For general information access logs of the bucket do as well; for sensitive information they do
#   not, because AWS delivers them without a promise that none is missing.
# related_resources:
#   - ref: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/logging-with-S3.html
#   - ref: https://docs.aws.amazon.com/securityhub/latest/userguide/cis-aws-foundations-benchmark.html
# custom:
#   id: cloudtrail-dataset-events
#   resource: s3.bucket
#   severity: medium
#   controls: [log-access-recorded, log-access-attempts-tracked]
#   needs:
#     cloudtrail.trail: {facts: [config, home_region, logging, selectors], within: target}
#     s3.account: {facts: [], within: target}
#   remediation: |
#     Add the bucket to a trail (this replaces the selectors: read them first; data events cost money):
#       aws cloudtrail get-event-selectors --trail-name TRAIL_ARN
#       aws cloudtrail put-event-selectors --trail-name TRAIL_ARN --event-selectors \
#         '[{"ReadWriteType":"All","IncludeManagementEvents":true,
#           "DataResources":[{"Type":"AWS::S3::Object","Values":["arn:aws:s3:::BUCKET/"]}]}]'
#     Verify: aws cloudtrail get-event-selectors --trail-name TRAIL_ARN
#   zh:
#     title: 记录客户信息对象的读写
#     message: "{id} 的对象{what}未被任何跟踪记录"
#     remediation: |
#       把存储桶加入跟踪的数据事件（会替换现有选择器，先读取；数据事件收费）：
#         aws cloudtrail get-event-selectors --trail-name TRAIL_ARN
#         aws cloudtrail put-event-selectors --trail-name TRAIL_ARN --event-selectors \
#           '[{"ReadWriteType":"All","IncludeManagementEvents":true,
#             "DataResources":[{"Type":"AWS::S3::Object","Values":["arn:aws:s3:::BUCKET/"]}]}]'
#       验证：aws cloudtrail get-event-selectors --trail-name TRAIL_ARN
package logging.cloudtrail_dataset_events

deny contains {"msg": msg, "path": "read", "args": {"what": "读取"}} if {
	not access_logs_do
	not "read" in recorded
	not "read" in perhaps_recorded
	msg := sprintf("no trail records who reads the objects of %s", [input.name])
}

deny contains {"msg": msg, "path": "write", "args": {"what": "写入"}} if {
	not access_logs_do
	not "write" in recorded
	not "write" in perhaps_recorded
	msg := sprintf("no trail records who writes the objects of %s", [input.name])
}

not_applicable if input.dataset == null

unknown contains {"msg": msg} if {
	not access_logs_do
	some direction in perhaps_recorded - recorded
	msg := sprintf("a trail of one of several accounts records %s access, to its own buckets", [direction])
}

access_logs_do if {
	input.dataset.classification == "general"
	input.facts.logging.enabled
}

recorded contains direction if {
	some row in trails
	covers_account(row)
	some direction in directions(row)
}

# A bucket does not tell its account: with several, a trail of one of them may be that of another.
perhaps_recorded contains direction if {
	some row in trails
	not covers_account(row)
	some direction in directions(row)
}

trails contains row if {
	some row in data.inventory["cloudtrail.trail"].by.target[input.target]
	row.logging
	reaches(row)
}

covers_account(row) if row.config.organization

covers_account(_) if count({row.name | some row in data.inventory["s3.account"].by.target[input.target]}) == 1

directions(row) := {direction |
	some direction in ["read", "write"]
	some selected in row.selectors[sprintf("s3_%s", [direction])]
	covers(selected)
}

reaches(row) if row.config.multi_region

reaches(row) if row.home_region == input.facts.region

objects := sprintf("%s/", [input.id])

covers(selected) if {
	startswith(objects, selected.prefix)
	every exception in selected["except"] {
		not overlap(exception)
	}
}

overlap(exception) if startswith(objects, exception)

overlap(exception) if startswith(exception, objects)
