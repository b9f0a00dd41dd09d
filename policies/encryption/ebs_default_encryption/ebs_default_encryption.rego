# METADATA
# title: New volumes are encrypted by default
# description: >-
#   With encryption by default nobody can forget it: new volumes, and copies of snapshots, are encrypted
#   whatever is asked for. It is a setting of each region.
# related_resources:
#   - ref: https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html
# custom:
#   id: ebs-default-encryption
#   resource: ebs.region
#   severity: medium
#   controls: [enc-at-rest-rate-100]
#   remediation: |
#     Change the setting:
#       aws ec2 enable-ebs-encryption-by-default --region REGION
#       aws ec2 modify-ebs-default-kms-key-id --kms-key-id KEY_ARN --region REGION
#     The second line chooses a key of the company. Volumes that exist stay as they are.
#     Verify: aws ec2 get-ebs-encryption-by-default --region REGION
#   zh:
#     title: 新建卷默认加密
#     message: "{id} 未启用卷默认加密"
#     remediation: |
#       修改设置：
#         aws ec2 enable-ebs-encryption-by-default --region REGION
#         aws ec2 modify-ebs-default-kms-key-id --kms-key-id KEY_ARN --region REGION
#       第二行选择客户自管密钥。已有的卷不受影响。
#       验证：aws ec2 get-ebs-encryption-by-default --region REGION
package encryption.ebs_default_encryption

deny contains {"msg": msg} if {
	input.facts.encryption_by_default == false
	msg := sprintf("new volumes in %s are not encrypted by default", [input.name])
}
