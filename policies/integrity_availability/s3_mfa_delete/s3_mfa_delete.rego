# METADATA
# title: Deleting versions of sensitive data takes a second factor
# description: >-
#   MFA delete keeps a stolen access key from erasing every version of customer data for good. Only
#   the root user of the account can switch it on, and lifecycle rules cannot be changed while it is
#   on.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiFactorAuthenticationDelete.html
# custom:
#   id: s3-mfa-delete
#   resource: s3.bucket
#   severity: low
#   controls: [int-tamper-protection, cls-differentiated-protection]
#   remediation: |
#     As the root user, after the lifecycle rules are in place:
#       aws s3api put-bucket-versioning --bucket BUCKET \
#         --versioning-configuration Status=Enabled,MFADelete=Enabled \
#         --mfa 'arn:aws:iam::ACCOUNT:mfa/root-account-mfa-device CODE'
#     Object Lock is an alternative; give those buckets a waiver.
#     Verify: aws s3api get-bucket-versioning --bucket BUCKET
#   zh:
#     title: 删除敏感数据的版本需要第二因素
#     message: "{id} 未启用 MFA 删除"
#     remediation: |
#       以根用户执行（先配置好生命周期规则）：
#         aws s3api put-bucket-versioning --bucket BUCKET \
#           --versioning-configuration Status=Enabled,MFADelete=Enabled \
#           --mfa 'arn:aws:iam::ACCOUNT:mfa/root-account-mfa-device CODE'
#       也可使用对象锁定，并登记豁免。
#       验证：aws s3api get-bucket-versioning --bucket BUCKET
package integrity_availability.s3_mfa_delete

deny contains {"msg": msg} if {
	input.facts.versioning.mfa_delete == false
	msg := sprintf("versions in %s can be deleted without a second factor", [input.name])
}

not_applicable if input.dataset.classification == "general"

not_applicable if input.dataset == null

not_applicable if input.facts.versioning.status == "Disabled"
