# METADATA
# title: Highly sensitive data cannot be erased with one key
# description: >-
#  Object lock keeps versions for the time of their retention, whoever holds a key that may delete. MFA delete is
#  another way to the same end. Without either of them one stolen key, or ransomware that holds it, can erase every
#  version.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
# custom:
#   id: s3-object-lock
#   resource: s3.bucket
#   severity: low
#   controls: [int-tamper-protection, bkp-regular]
#   remediation: |
#    Object lock needs versioning. Choose a retention that is not longer than that of the dataset; COMPLIANCE cannot
#    be undone by anybody, begin with GOVERNANCE:
#      aws s3api put-object-lock-configuration --bucket BUCKET --object-lock-configuration \
#        '{"ObjectLockEnabled":"Enabled","Rule":{"DefaultRetention":{"Mode":"GOVERNANCE","Days":30}}}'
#    Verify: aws s3api get-object-lock-configuration --bucket BUCKET
#   zh:
#     title: 高度敏感数据不能凭一把密钥删除
#     message: "{id} 未启用对象锁定，也未启用 MFA 删除"
#     remediation: |
#      对象锁定需要版本控制；保留期不要长于数据集的保存期限，先使用 GOVERNANCE 模式：
#        aws s3api put-object-lock-configuration --bucket BUCKET --object-lock-configuration \
#          '{"ObjectLockEnabled":"Enabled","Rule":{"DefaultRetention":{"Mode":"GOVERNANCE","Days":30}}}'
#      验证：aws s3api get-object-lock-configuration --bucket BUCKET
package integrity_availability.s3_object_lock

deny contains {"msg": msg} if {
	highly_sensitive
	input.facts.object_lock.enabled == false
	input.facts.versioning.mfa_delete == false
	msg := sprintf("one key is enough to erase every version in %s (neither object lock nor MFA delete)", [input.name])
}

not_applicable if not highly_sensitive

highly_sensitive if input.dataset.classification == "highly_sensitive"
