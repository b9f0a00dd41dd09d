# METADATA
# title: Objects end within the retention period
# description: >-
#   A lifecycle rule ends every object that the dataset has in the bucket, current and earlier versions alike,
#   when its time is over. In a bucket that ever had versioning, expiry alone only hides objects: their
#   earlier versions stay until a rule ends those too. Disabled rules, rules for a longer prefix, a tag or a
#   size, rules for a date that is still to come, transitions, and rules that keep some newer versions do not
#   count.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
# custom:
#   id: s3-lifecycle-expiry
#   resource: s3.bucket
#   severity: medium
#   controls: [ret-expiry-destroyed]
#   remediation: |
#     Choose DAYS and NONCURRENT so that their sum is within the retention period (this replaces all
#     present rules:
#     read them first with get-bucket-lifecycle-configuration; deletion cannot be undone):
#       aws s3api put-bucket-lifecycle-configuration --bucket BUCKET --lifecycle-configuration \
#         '{"Rules":[{"ID":"retention","Status":"Enabled","Filter":{"Prefix":""},
#           "Expiration":{"Days":DAYS},"NoncurrentVersionExpiration":{"NoncurrentDays":NONCURRENT},
#           "AbortIncompleteMultipartUpload":{"DaysAfterInitiation":7}}]}'
#     Verify: aws s3api get-bucket-lifecycle-configuration --bucket BUCKET
#   zh:
#     title: 对象在保存期限内清除
#     message: "{id} 的{what}未在保存期限 {days} 天内清除"
#     remediation: |
#       选择 DAYS 与 NONCURRENT，使两者之和不超过保存期限（会替换全部现有规则，删除不可恢复）：
#         aws s3api put-bucket-lifecycle-configuration --bucket BUCKET --lifecycle-configuration \
#           '{"Rules":[{"ID":"retention","Status":"Enabled","Filter":{"Prefix":""},
#             "Expiration":{"Days":DAYS},"NoncurrentVersionExpiration":{"NoncurrentDays":NONCURRENT},
#             "AbortIncompleteMultipartUpload":{"DaysAfterInitiation":7}}]}'
#       验证：aws s3api get-bucket-lifecycle-configuration --bucket BUCKET
package retention.s3_lifecycle_expiry

import data.lib.lifecycle

deny contains {"msg": msg, "path": path, "args": args, "severity": severity} if {
	some part in parts
	not current_ends(part)
	path := place("current", part.prefix)
	args := {"what": "当前版本", "days": part.retention_days}
	severity := severity_of(input.dataset.classification)
	msg := sprintf("no rule ends all objects of %s within %v days", [place(input.name, part.prefix), part.retention_days])
}

deny contains {"msg": msg, "path": path, "args": args, "severity": severity} if {
	input.facts.versioning.status != "Disabled"
	some part in parts
	not noncurrent_ends(part)
	path := place("noncurrent", part.prefix)
	args := {"what": "历史版本", "days": part.retention_days}
	severity := severity_of(input.dataset.classification)
	msg := sprintf("no rule ends all earlier versions in %s within %v days", [
		place(input.name, part.prefix),
		part.retention_days,
	])
}

not_applicable if input.dataset == null

# Each prefix that a dataset names has its own period; a dataset of the whole bucket has the empty one.
parts := prefixes if prefixes := input.dataset.prefixes

else := [{"prefix": "", "retention_days": input.dataset.retention_days}]

place(name, "") := name

place(name, prefix) := sprintf("%s/%s", [name, prefix]) if prefix != ""

rules := input.facts.lifecycle.rules

allowed_days(part) := part.retention_days + data.parameters.destruction_grace_days

current_ends(part) if lifecycle.current_days(rules, part.prefix, data.run.now) <= allowed_days(part)

# An object is current first and noncurrent afterwards, when it expires or is overwritten.
noncurrent_ends(part) if {
	current := lifecycle.current_days(rules, part.prefix, data.run.now)
	current + lifecycle.noncurrent_days(rules, part.prefix) <= allowed_days(part)
}

# Without an end of the current version the finding is that one; here the noncurrent part counts.
noncurrent_ends(part) if {
	not current_ends(part)
	lifecycle.noncurrent_days(rules, part.prefix) <= allowed_days(part)
}

severity_of(classification) := "high" if classification in {"highly_sensitive", "sensitive"}

else := "medium"
