# METADATA
# title: Replicas end with the data that they are copies of
# description: >-
#  Deletion by lifecycle rules is not replicated: a replica lives until a rule of its own bucket ends it. The bucket
#  that receives the data of a dataset has to be under audit, and its rules have to end current and earlier versions
#  within the retention period of the source.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnot-replicated.html
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-and-other-bucket-config.html
# custom:
#   id: s3-replication-retention
#   resource: s3.bucket
#   severity: medium
#   controls: [ret-expiry-destroyed]
#   needs:
#     s3.bucket: [lifecycle]
#   remediation: |
#    Add the destination to the targets of audit.yaml, and give it the rules of the source, below the prefix that is
#    replicated (this replaces all present rules; read them first):
#      aws s3api get-bucket-lifecycle-configuration --bucket SOURCE > rules.json
#      aws s3api put-bucket-lifecycle-configuration --bucket DESTINATION --lifecycle-configuration file://rules.json
#    Verify: aws s3api get-bucket-lifecycle-configuration --bucket DESTINATION
#   zh:
#     title: 副本与原数据同时清除
#     message: "{id} 复制到 {bucket} 的数据未在保存期限 {days} 天内清除"
#     remediation: |
#      把目标存储桶加入 audit.yaml，并为其配置与源一致的生命周期规则（会替换全部现有规则，先读取）：
#        aws s3api get-bucket-lifecycle-configuration --bucket SOURCE > rules.json
#        aws s3api put-bucket-lifecycle-configuration --bucket DESTINATION --lifecycle-configuration file://rules.json
#      验证：aws s3api get-bucket-lifecycle-configuration --bucket DESTINATION
package retention.s3_replication_retention

import data.lib.lifecycle

deny contains {"msg": msg, "path": path, "args": {"bucket": copy.bucket, "days": copy.days}} if {
	some copy in copies
	not copy.bucket in audited
	path := sprintf("%s/%s", [copy.bucket, copy.prefix])
	msg := sprintf("objects of %s are replicated to %s, which is not under audit", [input.name, copy.bucket])
}

deny contains {"msg": msg, "path": path, "args": {"bucket": copy.bucket, "days": copy.days}} if {
	some copy in copies
	copy.bucket in audited
	not ends(copy)
	path := sprintf("%s/%s", [copy.bucket, copy.prefix])
	msg := sprintf("no rules of %s end the replicas of %s below '%s' within %v days", [
		copy.bucket,
		input.name,
		copy.prefix,
		copy.days,
	])
}

not_applicable if input.dataset == null

not_applicable if count(active) == 0

active contains rule if {
	some rule in input.facts.replication.rules
	rule.enabled
}

# What is replicated of each part of the bucket that has a retention period.
copies contains {"bucket": rule.bucket, "prefix": prefix, "days": part.retention_days} if {
	some rule in active
	some part in parts
	prefix := narrower(rule.prefix, part.prefix)
}

parts := prefixes if prefixes := input.dataset.prefixes

else := [{"prefix": "", "retention_days": input.dataset.retention_days}]

narrower(one, other) := one if startswith(one, other)

narrower(one, other) := other if startswith(other, one)

ends(copy) if {
	some row in data.inventory["s3.bucket"].all
	row.name == copy.bucket
	current := lifecycle.current_days(row.lifecycle.rules, copy.prefix, data.run.now)
	versions := lifecycle.noncurrent_days(row.lifecycle.rules, copy.prefix)
	current + versions <= copy.days + data.parameters.destruction_grace_days
}

audited := {row.name | some row in data.inventory["s3.bucket"].all}
