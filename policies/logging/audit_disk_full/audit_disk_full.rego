# METADATA
# title: A full disk does not end the audit log unnoticed
# description: >-
#   Who fills the disk works unrecorded when auditd then suspends itself or ignores it. Somebody has to be told
#   before that, and what happens at the end has to be a decision: single, halt, or a program (exec). While
#   audisp-remote is active the records still leave the machine.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/auditd.conf.5.html
# custom:
#   id: audit-disk-full
#   resource: server.audit
#   severity: low
#   controls: [log-audit-software, log-access-recorded]
#   remediation: |
#     Warn early, and decide what comes last (single and halt stop the machine; exec calls your own program):
#       sed -i 's/^space_left_action.*/space_left_action = email/' /etc/audit/auditd.conf
#       sed -i 's/^admin_space_left_action.*/admin_space_left_action = single/' /etc/audit/auditd.conf
#       sed -i 's/^disk_full_action.*/disk_full_action = single/' /etc/audit/auditd.conf
#       systemctl kill -s HUP auditd
#     Verify: grep -E '^(admin_)?(space_left|disk_full)_action' /etc/audit/auditd.conf
#   zh:
#     title: 磁盘写满时审计不会悄然中止
#     message: "{id} 的 auditd：{setting} = {action}"
#     remediation: |
#       提前告警，并决定最终动作（single、halt 会停机，exec 调用自己的程序）：
#         sed -i 's/^space_left_action.*/space_left_action = email/' /etc/audit/auditd.conf
#         sed -i 's/^admin_space_left_action.*/admin_space_left_action = single/' /etc/audit/auditd.conf
#         sed -i 's/^disk_full_action.*/disk_full_action = single/' /etc/audit/auditd.conf
#         systemctl kill -s HUP auditd
#       验证：grep -E '^(admin_)?(space_left|disk_full)_action' /etc/audit/auditd.conf
package logging.audit_disk_full

deny contains {"msg": msg, "path": "warning", "args": {"setting": "space_left_action", "action": action}} if {
	action := value(input.facts.settings.space_left_action)
	action in silent
	admin := value(input.facts.settings.admin_space_left_action)
	admin in silent
	msg := sprintf("nobody is told when the disk of the audit log on %s is nearly full", [input.name])
}

deny contains {"msg": msg, "path": setting, "args": {"setting": setting, "action": action}} if {
	not leaves
	some setting, given in {
		"admin_space_left_action": input.facts.settings.admin_space_left_action,
		"disk_full_action": input.facts.settings.disk_full_action,
	}
	action := value(given)
	action in silent
	msg := sprintf("auditd on %s stops recording when the disk is full (%s = %s)", [input.name, setting, action])
}

# That there is no auditd is the finding of auditd-running.
not_applicable if input.facts.auditd.installed == false

# auditd.conf(5): what is not set is ignored.
value(given) := "ignore" if given == null

value(given) := given if given != null

silent := {"ignore", "suspend"}

leaves if {
	input.facts.forwarding.remote_server != null
	some plugin in input.facts.forwarding.plugins
	plugin.active
	plugin.name == "au-remote"
}
