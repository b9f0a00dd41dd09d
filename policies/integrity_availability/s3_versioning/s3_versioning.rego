# METADATA
# title: Bucket keeps earlier versions of objects
# description: >-
#   With versioning an overwritten or deleted customer record can be brought back, and a change cannot
#   be hidden. Suspended versioning keeps old versions but protects nothing new.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html
# custom:
#   id: s3-versioning
#   resource: s3.bucket
#   severity: medium
#   controls: [int-tamper-protection, bkp-regular]
#   remediation: |
#     Switch it on, together with a lifecycle rule that ends old versions within the retention period:
#       aws s3api put-bucket-versioning --bucket BUCKET --versioning-configuration Status=Enabled
#     Verify: aws s3api get-bucket-versioning --bucket BUCKET
#   zh:
#     title: 存储桶保留对象的历史版本
#     message: "{id} 的版本控制为 {status}"
#     remediation: |
#       启用版本控制，并配合生命周期规则在保存期限内清除旧版本：
#         aws s3api put-bucket-versioning --bucket BUCKET --versioning-configuration Status=Enabled
#       验证：aws s3api get-bucket-versioning --bucket BUCKET
package integrity_availability.s3_versioning

deny contains {"msg": msg, "args": {"status": status}} if {
	status := input.facts.versioning.status
	status != "Enabled"
	msg := sprintf("%s does not keep earlier versions (versioning is %s)", [input.name, lower(status)])
}
