# METADATA
# title: The kernel records and loses nothing
# description: >-
#   auditd can run while the kernel records nothing (auditctl -e 0), drops records because too many wait, or says
#   nothing when it cannot record.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man8/auditctl.8.html
# custom:
#   id: audit-recording
#   resource: server.audit
#   severity: medium
#   controls: [log-audit-software, log-access-recorded]
#   remediation: |
#     In /etc/audit/rules.d/10-base.rules, before the other rules:
#       -D
#       -b 8192
#       -f 1
#     and no line with -e 0. Records of the start are lost without a larger queue on the kernel's command line:
#     audit=1 audit_backlog_limit=8192 (grubby --update-kernel=ALL --args=… or /etc/default/grub), then restart.
#     Verify: augenrules --load; auditctl -s   (enabled 1 or 2, failure 1 or 2, lost 0 after a restart)
#   zh:
#     title: 内核记录审计事件且不丢失
#     message: "{id} 的内核审计：{trouble}"
#     remediation: |
#       在 /etc/audit/rules.d/10-base.rules 中、其他规则之前写入：
#         -D
#         -b 8192
#         -f 1
#       并删除 -e 0。在内核参数中设置 audit=1 audit_backlog_limit=8192，然后重启。
#       验证：augenrules --load; auditctl -s（enabled 为 1 或 2，failure 为 1 或 2，重启后 lost 为 0）
package logging.audit_recording

deny contains {"msg": msg, "path": "enabled", "severity": "high", "args": {"trouble": "已关闭"}} if {
	input.facts.status.enabled == 0
	msg := sprintf("the kernel of %s records nothing: auditing is switched off", [input.name])
}

deny contains {"msg": msg, "path": "lost", "args": {"trouble": trouble}} if {
	lost := input.facts.status.lost
	lost > 0
	trouble := sprintf("启动后已丢失 %v 条记录", [lost])
	msg := sprintf("%s has lost %v audit records since its start", [input.name, lost])
}

deny contains {"msg": msg, "path": "failure", "args": {"trouble": "无法记录时不告警"}} if {
	input.facts.status.failure == 0
	msg := sprintf("%s says nothing when it cannot record", [input.name])
}

# That there is no auditd is the finding of auditd-running.
not_applicable if input.facts.auditd.installed == false
