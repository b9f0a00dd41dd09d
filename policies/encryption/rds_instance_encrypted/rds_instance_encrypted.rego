# METADATA
# title: Database is encrypted at rest
# description: >-
#   Without storage encryption the disks, the automatic backups, the snapshots and the replicas of a
#   database hold customer information in the clear. It is settled when the database is made. Members of a
#   cluster have the storage of the cluster, which is checked there.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html
# custom:
#   id: rds-instance-encrypted
#   resource: rds.instance
#   severity: high
#   controls: [enc-at-rest-rate-100, enc-sensitive-aes256]
#   remediation: |
#     An existing database is encrypted by way of a copied snapshot, in a maintenance window:
#       aws rds create-db-snapshot --db-instance-identifier DB --db-snapshot-identifier DB-plain
#       aws rds copy-db-snapshot --source-db-snapshot-identifier DB-plain \
#         --target-db-snapshot-identifier DB-encrypted --kms-key-id KEY_ARN
#       aws rds restore-db-instance-from-db-snapshot --db-snapshot-identifier DB-encrypted \
#         --db-instance-identifier DB-new
#     Then rename both, and delete the old database and the snapshot DB-plain.
#     Verify: aws rds describe-db-instances --db-instance-identifier DB --query 'DBInstances[0].StorageEncrypted'
#   zh:
#     title: 数据库实例静态加密
#     message: "{id} 的存储未加密"
#     remediation: |
#       已有数据库须通过加密快照副本重建（在维护窗口内）：
#         aws rds create-db-snapshot --db-instance-identifier DB --db-snapshot-identifier DB-plain
#         aws rds copy-db-snapshot --source-db-snapshot-identifier DB-plain \
#           --target-db-snapshot-identifier DB-encrypted --kms-key-id KEY_ARN
#         aws rds restore-db-instance-from-db-snapshot --db-snapshot-identifier DB-encrypted \
#           --db-instance-identifier DB-new
#       切换后删除旧实例和未加密快照。
#       验证：aws rds describe-db-instances --db-instance-identifier DB --query 'DBInstances[0].StorageEncrypted'
package encryption.rds_instance_encrypted

deny contains {"msg": msg} if {
	input.facts.storage.encrypted == false
	msg := sprintf("the storage of %s is not encrypted", [input.name])
}

# The storage, the backups and the connections of a member are those of its cluster.
not_applicable if input.facts.cluster != null
