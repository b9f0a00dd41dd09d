# METADATA
# title: Volume is encrypted
# description: >-
#   A volume in the clear hands its data on to every snapshot, image and copy that is made of it. That holds
#   for volumes that no instance uses too: they keep what was written.
# related_resources:
#   - ref: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html
# custom:
#   id: ebs-volume-encrypted
#   resource: ebs.volume
#   severity: high
#   controls: [enc-at-rest-rate-100, enc-sensitive-aes256]
#   remediation: |
#     A volume is encrypted by way of a copied snapshot:
#       aws ec2 create-snapshot --volume-id VOLUME
#       aws ec2 copy-snapshot --source-region REGION --source-snapshot-id SNAPSHOT --encrypted \
#         --kms-key-id KEY_ARN
#       aws ec2 create-volume --snapshot-id COPY --availability-zone ZONE
#     Stop the instance, swap the volumes, delete the old one and the plain snapshot.
#     Verify: aws ec2 describe-volumes --volume-ids VOLUME --query 'Volumes[0].Encrypted'
#   zh:
#     title: 卷已加密
#     message: "{id} 未加密（{use}）"
#     remediation: |
#       卷须通过加密的快照副本更换：
#         aws ec2 create-snapshot --volume-id VOLUME
#         aws ec2 copy-snapshot --source-region REGION --source-snapshot-id SNAPSHOT --encrypted \
#           --kms-key-id KEY_ARN
#         aws ec2 create-volume --snapshot-id COPY --availability-zone ZONE
#       停止实例、更换卷，再删除旧卷与未加密快照。
#       验证：aws ec2 describe-volumes --volume-ids VOLUME --query 'Volumes[0].Encrypted'
package encryption.ebs_volume_encrypted

deny contains {"msg": msg, "args": {"use": use}} if {
	input.facts.volume.encrypted == false
	msg := sprintf("%s is not encrypted (%s)", [input.name, use])
}

use := concat(", ", input.facts.volume.instances) if count(input.facts.volume.instances) > 0

use := "unattached" if count(input.facts.volume.instances) == 0
