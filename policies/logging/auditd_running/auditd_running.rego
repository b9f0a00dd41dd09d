# METADATA
# title: The audit daemon runs and starts at boot
# description: >-
#   Without auditd nobody can say afterwards who opened a file with customer information or became
#   root. It has to be installed, running, and started at boot.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man8/auditd.8.html
# custom:
#   id: auditd-running
#   resource: server.audit
#   severity: high
#   controls: [log-audit-software, log-access-recorded, log-realtime-monitoring]
#   remediation: |
#     Install and start it:
#       apt-get install auditd      # Red Hat: dnf install audit
#       systemctl enable --now auditd
#     In containers the kernel of the host is audited; give those a waiver.
#     Verify: systemctl is-enabled auditd && auditctl -s | grep '^enabled'   (1 or 2)
#   zh:
#     title: 审计守护进程运行并随系统启动
#     message: "{id} 的 auditd {state}"
#     remediation: |
#       安装并启动：
#         apt-get install auditd（Red Hat：dnf install audit）
#         systemctl enable --now auditd
#       验证：systemctl is-enabled auditd && auditctl -s | grep '^enabled'（1 或 2）
package logging.auditd_running

deny contains {"msg": msg, "args": {"state": chinese[state]}} if {
	state := trouble
	msg := sprintf("auditd on %s is %s", [input.name, state])
}

trouble := "not installed" if input.facts.auditd.installed == false

else := "not running" if input.facts.auditd.running == false

else := "not started at boot" if input.facts.auditd.enabled == false

chinese := {"not installed": "未安装", "not running": "未运行", "not started at boot": "未随系统启动"}
