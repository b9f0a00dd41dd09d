# METADATA
# title: Database cluster is encrypted at rest
# description: >-
#   Without storage encryption the disks, the automatic backups, the snapshots and the replicas of a
#   database hold customer information in the clear. It is settled when the database is made.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.html
# custom:
#   id: rds-cluster-encrypted
#   resource: rds.cluster
#   severity: high
#   controls: [enc-at-rest-rate-100, enc-sensitive-aes256]
#   remediation: |
#     An existing cluster is encrypted by restoring a snapshot with a key, in a maintenance window:
#       aws rds create-db-cluster-snapshot --db-cluster-identifier CLUSTER \
#         --db-cluster-snapshot-identifier CLUSTER-plain
#       aws rds restore-db-cluster-from-snapshot --snapshot-identifier CLUSTER-plain --engine ENGINE \
#         --db-cluster-identifier CLUSTER-new --kms-key-id KEY_ARN
#     Add instances, move the applications, delete the old cluster and the snapshot CLUSTER-plain.
#     Verify: aws rds describe-db-clusters --db-cluster-identifier CLUSTER --query 'DBClusters[0].StorageEncrypted'
#   zh:
#     title: 数据库集群静态加密
#     message: "{id} 的存储未加密"
#     remediation: |
#       已有集群须用密钥从快照恢复（在维护窗口内）：
#         aws rds create-db-cluster-snapshot --db-cluster-identifier CLUSTER \
#           --db-cluster-snapshot-identifier CLUSTER-plain
#         aws rds restore-db-cluster-from-snapshot --snapshot-identifier CLUSTER-plain --engine ENGINE \
#           --db-cluster-identifier CLUSTER-new --kms-key-id KEY_ARN
#       切换后删除旧集群和未加密快照。
#       验证：aws rds describe-db-clusters --db-cluster-identifier CLUSTER --query 'DBClusters[0].StorageEncrypted'
package encryption.rds_cluster_encrypted

deny contains {"msg": msg} if {
	input.facts.storage.encrypted == false
	msg := sprintf("the storage of %s is not encrypted", [input.name])
}
