# METADATA
# title: Database cluster is backed up automatically, and for long enough
# description: >-
#   Automatic backups run daily and let the database be brought back to any second of the kept days; with 0
#   days there are none. An error or an attack that is noticed after the last kept day cannot be undone.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Managing.Backups.html
# custom:
#   id: rds-cluster-backup-days
#   resource: rds.cluster
#   severity: high
#   controls: [bkp-regular]
#   remediation: |
#     Change the setting:
#       aws rds modify-db-cluster --db-cluster-identifier CLUSTER --backup-retention-period 14
#     Verify: aws rds describe-db-clusters --db-cluster-identifier CLUSTER --query 'DBClusters[0].BackupRetentionPeriod'
#   zh:
#     title: 数据库集群自动备份保留足够天数
#     message: "{id} 的自动备份仅保留 {days} 天，要求至少 {wanted} 天"
#     remediation: |
#       修改设置：
#         aws rds modify-db-cluster --db-cluster-identifier CLUSTER --backup-retention-period 14
#       验证：aws rds describe-db-clusters --db-cluster-identifier CLUSTER --query 'DBClusters[0].BackupRetentionPeriod'
package backup.rds_cluster_backup_days

deny contains {"msg": msg, "args": {"days": days, "wanted": wanted}} if {
	days < wanted
	msg := sprintf("%s keeps its automatic backups for %v days, %v are wanted", [input.name, days, wanted])
}

days := input.facts.backup_days

wanted := data.parameters.database_backup_min_days
