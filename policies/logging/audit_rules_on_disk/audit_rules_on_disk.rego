# METADATA
# title: Loaded audit rules are those on disk
# description: >-
#   A rule that was only typed is gone after the next start; one that is only in a file records nothing. Both
#   happen when augenrules --load was forgotten, a rule has an error, or somebody took rules out.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man8/augenrules.8.html
# custom:
#   id: audit-rules-on-disk
#   resource: server.audit
#   severity: medium
#   controls: [log-audit-software, int-tamper-protection]
#   remediation: |
#     Put rules that are only loaded into /etc/audit/rules.d/, correct those that do not load, then
#       augenrules --load      (after -e 2 a restart is needed)
#     A rule on a folder that does not exist is refused, and those after it are not loaded.
#     Verify: augenrules --check && auditctl -R /etc/audit/audit.rules >/dev/null && auditctl -l
#   zh:
#     title: 已加载的审计规则与磁盘一致
#     message: "{id} 的审计规则 {rule} {where}"
#     remediation: |
#       将仅加载于内核的规则写入 /etc/audit/rules.d/，修正无法加载的规则，然后执行
#         augenrules --load（若设置了 -e 2 则需重启）
#       针对不存在目录的规则会被拒绝，其后的规则也不会加载。
#       验证：augenrules --check && auditctl -R /etc/audit/audit.rules >/dev/null && auditctl -l
package logging.audit_rules_on_disk

deny contains {"msg": msg, "path": rule, "args": {"rule": rule, "where": "未加载"}} if {
	some rule in input.facts.disk.not_loaded
	msg := sprintf("%s has an audit rule on disk that is not loaded: %s", [input.name, rule])
}

deny contains {"msg": msg, "path": rule, "args": {"rule": rule, "where": "重启后丢失"}} if {
	count(input.facts.disk.undetermined) == 0
	some rule in input.facts.disk.not_on_disk
	not rule in input.facts.disk.not_loaded
	msg := sprintf("%s loses an audit rule at the next start: %s", [input.name, rule])
}

# That there is no auditd is the finding of auditd-running.
not_applicable if input.facts.auditd.installed == false

unknown contains {"msg": msg} if {
	rules := input.facts.disk.undetermined
	count(rules) > 0
	msg := sprintf("user names or numbers keep a rule on disk from being compared: %s", [rules[0]])
}
