# METADATA
# title: Volume snapshot is encrypted
# description: >-
#   A snapshot is a full copy of the data that often outlives its source. One that was taken before
#   encryption came stays in the clear.
# related_resources:
#   - ref: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-copy-snapshot.html
# custom:
#   id: ebs-snapshot-encrypted
#   resource: ebs.snapshot
#   severity: medium
#   controls: [enc-at-rest-rate-100, bkp-regular]
#   remediation: |
#     Copy it under a key and delete the original:
#       aws ec2 copy-snapshot --source-region REGION --source-snapshot-id SNAPSHOT --encrypted \
#         --kms-key-id KEY_ARN
#       aws ec2 delete-snapshot --snapshot-id SNAPSHOT
#     Verify: aws ec2 describe-snapshots --owner-ids self --filters Name=encrypted,Values=false \
#       --query 'Snapshots[].SnapshotId'
#   zh:
#     title: 卷快照已加密
#     message: "{id} 未加密"
#     remediation: |
#       用密钥复制后删除原快照：
#         aws ec2 copy-snapshot --source-region REGION --source-snapshot-id SNAPSHOT --encrypted \
#           --kms-key-id KEY_ARN
#         aws ec2 delete-snapshot --snapshot-id SNAPSHOT
#       验证：aws ec2 describe-snapshots --owner-ids self --filters Name=encrypted,Values=false \
#         --query 'Snapshots[].SnapshotId'
package encryption.ebs_snapshot_encrypted

deny contains {"msg": msg} if {
	input.facts.snapshot.encrypted == false
	msg := sprintf("%s is not encrypted", [input.name])
}
