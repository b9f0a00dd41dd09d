# METADATA
# title: Log files of a trail are kept long enough
# description: >-
#   A lifecycle rule that ends log files earlier than log_retention_days removes the evidence before it is needed.
#   Every rule counts that reaches some of the files. Where the bucket keeps versions, a file lives on until a
#   rule ends earlier versions too.
# related_resources:
#   - ref: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-find-log-files.html
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
# custom:
#   id: cloudtrail-bucket-retention
#   resource: cloudtrail.trail
#   severity: medium
#   controls: [log-access-recorded]
#   needs:
#     s3.bucket: {facts: [lifecycle, versioning], within: target}
#   remediation: |
#     Raise the days of the rule, or limit it to another prefix (this replaces all rules: read them first):
#       aws s3api get-bucket-lifecycle-configuration --bucket BUCKET > rules.json
#       (edit) aws s3api put-bucket-lifecycle-configuration --bucket BUCKET --lifecycle-configuration file://rules.json
#     Verify: aws s3api get-bucket-lifecycle-configuration --bucket BUCKET
#   zh:
#     title: 跟踪日志文件保存期限足够
#     message: "跟踪 {id} 的日志文件 {days} 天后即被清除，须保存 {wanted} 天"
#     remediation: |
#       增加规则天数，或将规则限于其他前缀（会替换全部规则，先读取）：
#         aws s3api get-bucket-lifecycle-configuration --bucket BUCKET > rules.json
#         （修改后）aws s3api put-bucket-lifecycle-configuration --bucket BUCKET --lifecycle-configuration \
#           file://rules.json
#       验证：aws s3api get-bucket-lifecycle-configuration --bucket BUCKET
package logging.cloudtrail_bucket_retention

import data.lib.lifecycle

deny contains {"msg": msg, "args": {"days": days, "wanted": wanted}} if {
	some row in buckets
	days := lifecycle.earliest_days(row.lifecycle.rules, files, row.versioning.status == "Enabled")
	wanted := data.parameters.log_retention_days
	days < wanted
	msg := sprintf("log files of the trail %s are gone after %v days, %v are wanted", [input.name, days, wanted])
}

# The management account of the organization owns the trail: the finding belongs there.
not_applicable if input.facts.config.managed_elsewhere

unknown contains {"msg": msg} if {
	count(buckets) == 0
	bucket := input.facts.config.bucket
	msg := sprintf("the bucket %s is not among those of this account that are audited: look how long it keeps", [bucket])
}

buckets contains row if {
	some row in data.inventory["s3.bucket"].by.target[input.target]
	row.name == input.facts.config.bucket
}

files := "AWSLogs/" if input.facts.config.prefix == ""

else := sprintf("%s/AWSLogs/", [trim_suffix(input.facts.config.prefix, "/")])
