# METADATA
# title: Database snapshot is encrypted
# description: >-
#   A snapshot is a full copy of the data that often outlives its source. One that was taken before
#   encryption came stays in the clear.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_CopySnapshot.html
# custom:
#   id: rds-snapshot-encrypted
#   resource: rds.snapshot
#   severity: medium
#   controls: [enc-at-rest-rate-100, bkp-regular]
#   remediation: |
#     Copy it under a key and delete the original (clusters: copy-db-cluster-snapshot; Aurora snapshots are
#     encrypted by restoring them with --kms-key-id):
#       aws rds copy-db-snapshot --source-db-snapshot-identifier SNAPSHOT \
#         --target-db-snapshot-identifier SNAPSHOT-encrypted --kms-key-id KEY_ARN
#       aws rds delete-db-snapshot --db-snapshot-identifier SNAPSHOT
#     Verify: aws rds describe-db-snapshots --snapshot-type manual \
#       --query 'DBSnapshots[?!Encrypted].DBSnapshotIdentifier'
#   zh:
#     title: 数据库快照已加密
#     message: "{id} 未加密"
#     remediation: |
#       用密钥复制后删除原快照（Aurora 需以 --kms-key-id 恢复）：
#         aws rds copy-db-snapshot --source-db-snapshot-identifier SNAPSHOT \
#           --target-db-snapshot-identifier SNAPSHOT-encrypted --kms-key-id KEY_ARN
#         aws rds delete-db-snapshot --db-snapshot-identifier SNAPSHOT
#       验证：aws rds describe-db-snapshots --snapshot-type manual \
#         --query 'DBSnapshots[?!Encrypted].DBSnapshotIdentifier'
package encryption.rds_snapshot_encrypted

deny contains {"msg": msg} if {
	input.facts.snapshot.encrypted == false
	msg := sprintf("%s is not encrypted", [input.name])
}
