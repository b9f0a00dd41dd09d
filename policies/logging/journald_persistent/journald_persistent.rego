# METADATA
# title: The journal survives a restart
# description: >-
#   A journal in memory is gone after a reboot, which is what an intruder does last. A syslog daemon
#   that writes files does the same job.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/journald.conf.5.html
# custom:
#   id: journald-persistent
#   resource: server.log_policy
#   severity: medium
#   controls: [log-access-recorded]
#   remediation: |
#     Create the folder and say so explicitly:
#       mkdir -p /etc/systemd/journald.conf.d /var/log/journal
#       printf '[Journal]\nStorage=persistent\n' > /etc/systemd/journald.conf.d/10-persistent.conf
#       systemctl restart systemd-journald && journalctl --flush
#     Verify: journalctl --header | grep 'File path'   (below /var/log/journal)
#   zh:
#     title: 日志在重启后保留
#     message: "{id} 的日志只在内存中"
#     remediation: |
#       创建目录并明确设置：
#         mkdir -p /etc/systemd/journald.conf.d /var/log/journal
#         printf '[Journal]\nStorage=persistent\n' > /etc/systemd/journald.conf.d/10-persistent.conf
#         systemctl restart systemd-journald && journalctl --flush
#       验证：journalctl --header | grep 'File path'（位于 /var/log/journal）
package logging.journald_persistent

deny contains {"msg": msg} if {
	input.facts.journald.in_use
	not persistent
	not input.facts.syslog.running
	msg := sprintf("the journal of %s is lost at a restart", [input.name])
}

not_applicable if input.facts.journald.in_use == false

persistent if input.facts.journald.storage == "persistent"

persistent if {
	input.facts.journald.storage == "auto"
	input.facts.journald.persistent_directory
}
