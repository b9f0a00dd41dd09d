# METADATA
# title: Files past their retention period are destroyed
# description: >-
#   Customer information that should no longer exist can still leak. The age is the time of the last
#   change: a file that was rewritten is younger than the records in it, so a pass proves the files,
#   not every record. A legal hold is a waiver.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/tmpfiles.d.5.html
# custom:
#   id: path-retention
#   resource: server.path
#   severity: high
#   controls: [ret-expiry-destroyed]
#   remediation: |
#     Look first, then destroy, and keep the record of it (shred helps only on disks that overwrite in
#     place; on SSD,
#     btrfs or ZFS rely on encryption and destroy the key):
#       find /PATH -xdev -type f -mtime +DAYS -printf '%TF %p\n' | sort | head
#       find /PATH -xdev -type f -mtime +DAYS -exec shred -u {} +
#     For the future a line in /etc/tmpfiles.d/customers.conf, with m: so that only changes count:
#       e /PATH - - - m:365d
#     Verify: find /PATH -xdev -type f -mtime +DAYS | wc -l   (0)
#   zh:
#     title: 超过保存期限的文件已销毁
#     message: "{id} 中最早的文件（{oldest}）超过保存期限 {days} 天"
#     remediation: |
#       先查看再销毁，并保存销毁记录（SSD、btrfs、ZFS 上 shred 无效，应依靠加密并销毁密钥）：
#         find /PATH -xdev -type f -mtime +DAYS -printf '%TF %p\n' | sort | head
#         find /PATH -xdev -type f -mtime +DAYS -exec shred -u {} +
#       今后可在 /etc/tmpfiles.d/customers.conf 中设置：
#         e /PATH - - - m:365d
#       验证：find /PATH -xdev -type f -mtime +DAYS | wc -l（应为 0）
package retention.path_retention

import data.lib.dates

deny contains {"msg": msg, "args": {"oldest": oldest, "days": days}, "severity": severity} if {
	oldest := input.facts.files.oldest
	days := input.dataset.retention_days
	allowed := dates.hours((days + data.parameters.destruction_grace_days) * 24)
	dates.instant(oldest) + allowed < dates.instant(data.run.now)
	severity := severity_of(input.dataset.classification)
	msg := sprintf("%s holds files from %s; they may be kept for %v days", [input.name, oldest, days])
}

not_applicable if input.facts.exists == false

unknown contains {"msg": msg} if {
	input.facts.files.count > 0
	not dates.instant(input.facts.files.oldest)
	msg := sprintf("the age of the oldest file is not known: %v", [input.facts.files.oldest])
}

severity_of(classification) := "critical" if classification in {"highly_sensitive", "sensitive"}

else := "high"
