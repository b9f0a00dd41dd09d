# METADATA
# title: Backups are not kept longer than the data may be
# description: >-
#   Destroyed means destroyed in every copy. A backup that keeps months of history keeps what had to go, and a
#   restore brings it back. Only jobs whose retention is told in days are judged.
# related_resources:
#   - ref: https://borgbackup.readthedocs.io/en/stable/usage/prune.html
#   - ref: https://restic.readthedocs.io/en/stable/060_forget.html
# custom:
#   id: path-backup-retention
#   resource: server.path
#   severity: medium
#   controls: [ret-expiry-destroyed]
#   needs:
#     server.backup: {facts: [coverage], within: target}
#   remediation: |
#     Keep backups of this dataset no longer than its retention period, in a job of its own if need be:
#       borgmatic: keep_daily, keep_weekly, keep_monthly, no keep_yearly; then borgmatic prune && borgmatic compact
#       restic forget --keep-daily 14 --keep-weekly 8 --prune
#       rsnapshot: lower the number in the retain lines, remove the folders above it
#     Verify: borg list REPO | head -n 1, or restic snapshots | head (the oldest)
#   zh:
#     title: 备份保存时间不超过数据保存期限
#     message: "{id} 的备份保存 {kept} 天，超过保存期限 {days} 天"
#     remediation: |
#       备份保存时间不得超过数据集的保存期限，必要时为其单独设置任务：
#         borgmatic：调整 keep_daily、keep_weekly、keep_monthly，然后 borgmatic prune && borgmatic compact
#         restic forget --keep-daily 14 --keep-weekly 8 --prune
#         rsnapshot：减小 retain 行的数量并删除多余目录
#       验证：borg list REPO | head -n 1 或 restic snapshots | head
package retention.path_backup_retention

deny contains {"msg": msg, "args": {"kept": kept, "days": days}} if {
	some row in rows
	is_number(row.keep_days)
	kept := round(row.keep_days)
	days := input.dataset.retention_days
	kept > days + data.parameters.destruction_grace_days
	msg := sprintf("backups of %s are kept for %v days, the data only for %v", [input.name, kept, days])
}

not_applicable if input.facts.exists == false

not_applicable if {
	count(rows) > 0
	every row in rows {
		row.covered == "no"
	}
}

unknown contains {"msg": "how long the backups of the path are kept is not visible on the machine"} if {
	some row in rows
	row.covered in {"yes", "undetermined"}
	row.keep_days == null
}

unknown contains {"msg": "the coverage of the path was not told"} if {
	input.facts.exists
	count(rows) == 0
}

rows contains row if {
	some machine in data.inventory["server.backup"].by.target[input.target]
	some row in machine.coverage
	row.path == input.name
}
