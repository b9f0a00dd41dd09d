# METADATA
# title: Audit logs are not overwritten or stopped when full
# description: >-
#   With max_log_file_action ROTATE a few noisy minutes push out the records of the break-in; with
#   SUSPEND recording just stops.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/auditd.conf.5.html
# custom:
#   id: audit-log-kept
#   resource: server.audit
#   severity: medium
#   controls: [log-audit-software, log-access-recorded]
#   remediation: |
#     Keep all files, warn before the disk is full, and move old ones to the log archive:
#       sed -i 's/^max_log_file_action.*/max_log_file_action = keep_logs/' /etc/audit/auditd.conf
#       sed -i 's/^space_left_action.*/space_left_action = email/' /etc/audit/auditd.conf
#       systemctl kill -s HUP auditd
#     Verify: grep -E '^(max_log_file|space_left)_action' /etc/audit/auditd.conf
#   zh:
#     title: 审计日志不被覆盖或中止
#     message: "{id} 的审计日志写满时执行 {action}"
#     remediation: |
#       保留全部文件，磁盘将满时告警，并将旧文件移入日志归档：
#         sed -i 's/^max_log_file_action.*/max_log_file_action = keep_logs/' /etc/audit/auditd.conf
#         sed -i 's/^space_left_action.*/space_left_action = email/' /etc/audit/auditd.conf
#         systemctl kill -s HUP auditd
#       验证：grep -E '^(max_log_file|space_left)_action' /etc/audit/auditd.conf
package logging.audit_log_kept

deny contains {"msg": msg, "args": {"action": action}} if {
	input.facts.settings.max_log_file_action != null
	action := lower(input.facts.settings.max_log_file_action)
	action in {"rotate", "suspend"}
	msg := sprintf("auditd on %s loses records when its log is full (%s)", [input.name, action])
}

# That there is no auditd is the finding of auditd-running.
not_applicable if input.facts.auditd.installed == false

unknown contains {"msg": "auditd.conf does not say what happens when the log is full"} if {
	input.facts.settings.max_log_file_action == null
}
