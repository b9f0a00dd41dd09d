# METADATA
# title: Audit rules are locked until the next start
# description: >-
#   Who becomes root takes the rules out first (auditctl -D) and works unseen. With -e 2 as the last rule the
#   kernel refuses until a restart, which is noticed.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man8/auditctl.8.html
# custom:
#   id: audit-rules-immutable
#   resource: server.audit
#   severity: low
#   controls: [log-audit-software, int-tamper-protection]
#   remediation: |
#     When the rules are complete, write /etc/audit/rules.d/99-finalize.rules with
#       -e 2
#     then: augenrules --load. From now on changes need a restart.
#     Verify: auditctl -s | grep '^enabled'   (2)
#   zh:
#     title: 审计规则在重启前被锁定
#     message: "{id} 的审计规则可以随时被删除"
#     remediation: |
#       规则完备后，写入 /etc/audit/rules.d/99-finalize.rules：
#         -e 2
#       然后执行 augenrules --load。此后更改规则需要重启。
#       验证：auditctl -s | grep '^enabled'（应为 2）
package logging.audit_rules_immutable

deny contains {"msg": msg} if {
	input.facts.status.enabled != 2
	msg := sprintf("root can take out the audit rules of %s at any time", [input.name])
}

# That there is no auditd is the finding of auditd-running.
not_applicable if input.facts.auditd.installed == false
