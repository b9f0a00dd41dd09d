# METADATA
# title: The journal is not cut too early
# description: >-
#   MaxRetentionSec deletes entries by age. Without it only the size limits count, which is reported
#   as good because no age is set; look at SystemMaxUse on a busy machine.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/journald.conf.5.html
# custom:
#   id: journald-retention
#   resource: server.log_policy
#   severity: medium
#   controls: [log-access-recorded]
#   remediation: |
#     Set the time, or remove the line (0 means no limit):
#       mkdir -p /etc/systemd/journald.conf.d
#       printf '[Journal]\nMaxRetentionSec=180day\n' > /etc/systemd/journald.conf.d/20-retention.conf
#       systemctl restart systemd-journald
#     Verify: systemd-analyze cat-config systemd/journald.conf | grep -i maxretention
#   zh:
#     title: 系统日志未过早删除
#     message: "{id} 的 MaxRetentionSec 少于 {days} 天"
#     remediation: |
#       设置保存时间，或删除该行（0 表示不限）：
#         mkdir -p /etc/systemd/journald.conf.d
#         printf '[Journal]\nMaxRetentionSec=180day\n' > /etc/systemd/journald.conf.d/20-retention.conf
#         systemctl restart systemd-journald
#       验证：systemd-analyze cat-config systemd/journald.conf | grep -i maxretention
package logging.journald_retention

deny contains {"msg": msg, "args": {"days": wanted}} if {
	kept := input.facts.journald.max_retention_days
	kept != null
	wanted := data.parameters.log_retention_days
	kept < wanted
	msg := sprintf("%s deletes journal entries before %v days are over", [input.name, wanted])
}

not_applicable if input.facts.journald.in_use == false
