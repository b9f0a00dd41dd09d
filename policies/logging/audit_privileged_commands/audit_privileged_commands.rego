# METADATA
# title: Commands run with root's rights are recorded
# description: >-
#   A session with sudo or su leaves no other trace of what was done. Either every program that runs as root
#   (execve with euid=0, or with an effective user that is not the real one) is recorded, or each of sudo, su and
#   pkexec when it is called. CIS benchmarks demand both kinds of rules.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man7/audit.rules.7.html
# custom:
#   id: audit-privileged-commands
#   resource: server.audit
#   severity: medium
#   controls: [log-audit-software, log-anomaly-detection]
#   remediation: |
#     Write /etc/audit/rules.d/50-privileged.rules with
#       -a always,exit -F arch=b64 -S execve -C uid!=euid -F euid=0 -F auid>=1000 -F auid!=unset -F key=privileged
#       -a always,exit -F arch=b32 -S execve -C uid!=euid -F euid=0 -F auid>=1000 -F auid!=unset -F key=privileged
#     then: augenrules --load      (after -e 2 a restart is needed)
#     Verify: sudo -n true; ausearch -k privileged -i | tail
#   zh:
#     title: 记录以 root 权限执行的命令
#     message: "{id} 没有审计规则记录特权命令"
#     remediation: |
#       写入 /etc/audit/rules.d/50-privileged.rules：
#         -a always,exit -F arch=b64 -S execve -C uid!=euid -F euid=0 -F auid>=1000 -F auid!=unset -F key=privileged
#         -a always,exit -F arch=b32 -S execve -C uid!=euid -F euid=0 -F auid>=1000 -F auid!=unset -F key=privileged
#       然后执行 augenrules --load（若设置了 -e 2 则需重启）。
#       验证：sudo -n true; ausearch -k privileged -i | tail
package logging.audit_privileged_commands

import data.lib.audit

deny contains {"msg": msg} if {
	not audit.switched_off(input.facts.parsed)
	not every_program
	not every_door
	msg := sprintf("no audit rule on %s records what is run with root's rights", [input.name])
}

deny contains {"msg": msg} if {
	audit.switched_off(input.facts.parsed)
	msg := sprintf("the audit rule on the task list of %s switches off all rules on commands", [input.name])
}

# That there is no auditd is the finding of auditd-running.
not_applicable if input.facts.auditd.installed == false

every_program if {
	every arch in ["b32", "b64"] {
		executed(arch)
	}
}

executed(arch) if {
	some rule in input.facts.parsed
	rule.list == "exit"
	rule.action == "always"
	rule.path == null
	rule.arch in {null, arch}
	runs(rule.syscalls)
	others := [filter | some filter in rule.filters; not becoming_root(filter)]
	audit.everybody(others)
}

runs(syscalls) if "execve" in syscalls

runs(syscalls) if count(syscalls) == 0

becoming_root(filter) if filter in {"euid=0", "euid!=uid"}

every_door if {
	every name in ["sudo", "su"] {
		called(name)
	}
}

called(name) if {
	some folder in ["/usr/bin", "/bin"]
	audit.records(input.facts.parsed, sprintf("%s/%s", [folder, name]), "x")
}
