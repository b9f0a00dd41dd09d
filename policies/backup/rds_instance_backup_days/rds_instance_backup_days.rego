# METADATA
# title: Database is backed up automatically, and for long enough
# description: >-
#   Automatic backups run daily and let the database be brought back to any second of the kept days; with 0
#   days there are none. An error or an attack that is noticed after the last kept day cannot be undone. The
#   backups of a read replica are those of its source, the backups of a member those of its cluster.
# related_resources:
#   - ref: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithAutomatedBackups.html
# custom:
#   id: rds-instance-backup-days
#   resource: rds.instance
#   severity: high
#   controls: [bkp-regular]
#   remediation: |
#     Change the setting:
#       aws rds modify-db-instance --db-instance-identifier DB --backup-retention-period 14 --apply-immediately
#     Verify: aws rds describe-db-instances --db-instance-identifier DB --query 'DBInstances[0].BackupRetentionPeriod'
#   zh:
#     title: 数据库实例自动备份保留足够天数
#     message: "{id} 的自动备份仅保留 {days} 天，要求至少 {wanted} 天"
#     remediation: |
#       修改设置：
#         aws rds modify-db-instance --db-instance-identifier DB --backup-retention-period 14 --apply-immediately
#       验证：aws rds describe-db-instances --db-instance-identifier DB --query 'DBInstances[0].BackupRetentionPeriod'
package backup.rds_instance_backup_days

deny contains {"msg": msg, "args": {"days": days, "wanted": wanted}} if {
	days < wanted
	msg := sprintf("%s keeps its automatic backups for %v days, %v are wanted", [input.name, days, wanted])
}

days := input.facts.backup_days

wanted := data.parameters.database_backup_min_days

not_applicable if input.facts.cluster != null

not_applicable if input.facts.replica_of != null
