# METADATA
# title: Changes of accounts and rights are recorded
# description: >-
#   A new account, a new member of the administrators or a changed sudo rule is the first thing an
#   intruder needs. The kernel records writes to these files when a rule watches them, or the folder
#   they lie in. CIS Debian and Red Hat benchmarks demand these rules.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man8/auditctl.8.html
# custom:
#   id: audit-rules-identity
#   resource: server.audit
#   severity: medium
#   controls: [log-audit-software, log-anomaly-detection]
#   remediation: |
#     Write /etc/audit/rules.d/50-identity.rules with
#       -w /etc/passwd -p wa -k identity
#       -w /etc/group -p wa -k identity
#       -w /etc/shadow -p wa -k identity
#       -w /etc/gshadow -p wa -k identity
#       -w /etc/sudoers -p wa -k scope
#       -w /etc/sudoers.d -p wa -k scope
#     then: augenrules --load      (after -e 2 a restart is needed)
#     Verify: auditctl -l | grep -E 'identity|scope'
#   zh:
#     title: 记录账号与权限的变更
#     message: "{id} 没有审计规则监视 {file}"
#     remediation: |
#       写入 /etc/audit/rules.d/50-identity.rules：
#         -w /etc/passwd -p wa -k identity
#         -w /etc/group -p wa -k identity
#         -w /etc/shadow -p wa -k identity
#         -w /etc/gshadow -p wa -k identity
#         -w /etc/sudoers -p wa -k scope
#         -w /etc/sudoers.d -p wa -k scope
#       然后执行 augenrules --load（若设置了 -e 2 则需重启）。
#       验证：auditctl -l | grep -E 'identity|scope'
package logging.audit_rules_identity

deny contains {"msg": msg, "path": file, "args": {"file": file}} if {
	some file in wanted
	not watched(file)
	msg := sprintf("no audit rule on %s records changes of %s", [input.name, file])
}

# That there is no auditd is the finding of auditd-running.
not_applicable if input.facts.auditd.installed == false

wanted := {"/etc/group", "/etc/gshadow", "/etc/passwd", "/etc/shadow", "/etc/sudoers", "/etc/sudoers.d"}

watched(file) if {
	some rule in input.facts.rules
	not regex.match(`(^|\s)-a\s+(never|[a-z]+,never)`, rule)
	some covered in regex.find_n(`(-w\s+|path=|dir=)/\S+`, rule, -1)
	place := trim_right(regex.replace(covered, `^(-w\s+|path=|dir=)`, ""), "/")
	place in {file, "/etc"}
	records_changes(rule)
}

records_changes(rule) if {
	some permissions in regex.find_n(`(-p\s+|perm=)[rwxa]+`, rule, -1)
	letters := regex.replace(permissions, `^(-p\s+|perm=)`, "")
	contains(letters, "w")
	contains(letters, "a")
}

# A watch without permissions records everything.
records_changes(rule) if {
	not regex.match(`(-p\s+|perm=)`, rule)
	not regex.match(`-S\s+[a-z]`, rule)
}
