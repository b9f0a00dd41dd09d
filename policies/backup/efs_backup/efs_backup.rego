# METADATA
# title: File system is backed up automatically
# description: >-
#   With the backup policy on, AWS Backup copies the file system daily and keeps each copy for 35 days.
#   Other plans of AWS Backup are not seen here: where one of them covers the file system, waive this
#   finding.
# related_resources:
#   - ref: https://docs.aws.amazon.com/efs/latest/ug/awsbackup.html
# custom:
#   id: efs-backup
#   resource: efs.file_system
#   severity: medium
#   controls: [bkp-regular]
#   remediation: |
#     Change the setting:
#       aws efs put-backup-policy --file-system-id FS --backup-policy Status=ENABLED
#     Verify: aws efs describe-backup-policy --file-system-id FS
#   zh:
#     title: 文件系统自动备份
#     message: "{id} 未启用自动备份（{status}）"
#     remediation: |
#       修改设置：
#         aws efs put-backup-policy --file-system-id FS --backup-policy Status=ENABLED
#       验证：aws efs describe-backup-policy --file-system-id FS
package backup.efs_backup

deny contains {"msg": msg, "args": {"status": input.facts.backup}} if {
	input.facts.backup in {"DISABLED", "DISABLING"}
	msg := sprintf("%s is not backed up automatically (%s)", [input.name, input.facts.backup])
}
