# METADATA
# title: Object lock does not outlast the retention period
# description: >-
#  What is locked cannot be deleted, by lifecycle rules neither. A default retention longer than the retention period
#  of the dataset makes it impossible to destroy the data in time; in compliance mode not even AWS can shorten it for
#  objects that are already there.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
# custom:
#   id: s3-object-lock-retention
#   resource: s3.bucket
#   severity: medium
#   controls: [ret-expiry-destroyed]
#   remediation: |
#    Shorten the default retention; objects that are locked already keep their date (in governance mode a role with
#    s3:BypassGovernanceRetention can change it):
#      aws s3api put-object-lock-configuration --bucket BUCKET --object-lock-configuration \
#        '{"ObjectLockEnabled":"Enabled","Rule":{"DefaultRetention":{"Mode":"GOVERNANCE","Days":DAYS}}}'
#    Verify: aws s3api get-object-lock-configuration --bucket BUCKET
#   zh:
#     title: 对象锁定不超过保存期限
#     message: "{id} 的对象锁定 {lock} 天，超过保存期限 {days} 天"
#     remediation: |
#      缩短默认保留期；已锁定的对象保留原日期（GOVERNANCE 模式下可由具备 s3:BypassGovernanceRetention 的角色修改）：
#        aws s3api put-object-lock-configuration --bucket BUCKET --object-lock-configuration \
#          '{"ObjectLockEnabled":"Enabled","Rule":{"DefaultRetention":{"Mode":"GOVERNANCE","Days":DAYS}}}'
#      验证：aws s3api get-object-lock-configuration --bucket BUCKET
package retention.s3_object_lock_retention

deny contains {"msg": msg, "args": {"lock": lock, "days": days}} if {
	lock := input.facts.object_lock.days
	lock != null
	days := input.dataset.retention_days
	lock > days + data.parameters.destruction_grace_days
	msg := sprintf("%s locks objects for %v days, their dataset is to be gone after %v", [input.name, lock, days])
}

not_applicable if input.dataset == null

not_applicable if input.facts.object_lock.enabled == false
