# METADATA
# title: The last backup succeeded and is recent
# description: >-
#   Backups fail silently: a full disk, a changed password, a host key. Where the machine does not honestly tell
#   the last success (a borg repository elsewhere, a cron job without a log) the result is unknown.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man1/systemctl.1.html
#   - ref: https://pgbackrest.org/command.html#command-info
# custom:
#   id: backup-recent
#   resource: server.backup
#   severity: high
#   controls: [bkp-regular]
#   remediation: |
#     Look why it failed and run it again:
#       journalctl -u UNIT.service --since -3d
#       systemctl start UNIT.service
#     Make the last success visible: start the job from a service and a timer (systemd notes how it ended), not from
#     cron; for pgbackrest let the probe run as root.
#     Verify: systemctl show -p Result,ExecMainExitTimestamp UNIT.service
#   zh:
#     title: 最近一次备份成功且未过期
#     message: "{id} 的备份 {config}：{why}"
#     remediation: |
#       查明失败原因并重新运行：
#         journalctl -u UNIT.service --since -3d
#         systemctl start UNIT.service
#       用 systemd 服务与定时器（而非 cron）启动备份，以便看到最近一次成功时间。
#       验证：systemctl show -p Result,ExecMainExitTimestamp UNIT.service
package backup.backup_recent

import data.lib.dates

deny contains {"msg": msg, "path": path, "args": {"config": run.config, "why": "失败"}} if {
	some run in runs
	run.result == "failed"
	path := sprintf("%s %s", [run.tool, run.config])
	msg := sprintf("the last backup of %s (%s) on %s failed", [run.tool, run.config, input.name])
}

deny contains {"msg": msg, "path": path, "args": {"config": run.config, "why": run.last_success}} if {
	some run in runs
	run.result == "success"
	dates.instant(run.last_success) + dates.hours(data.parameters.backup_max_age_hours) < dates.instant(data.run.now)
	path := sprintf("%s %s", [run.tool, run.config])
	msg := sprintf("%s (%s) on %s last succeeded on %s", [run.tool, run.config, input.name, run.last_success])
}

unknown contains {"msg": msg} if {
	some run in runs
	run.result != "failed"
	not dates.instant(run.last_success)
	text := "when %s (%s) last succeeded is not visible; start it from a systemd service"
	msg := sprintf(text, [run.tool, run.config])
}

not_applicable if count(runs) == 0

# A job that nothing starts is no backup; another check tells that.
runs contains run if {
	some run in input.facts.runs
	some job in input.facts.jobs
	job.config == run.config
	job.tool == run.tool
	job.scheduled in {"yes", "undetermined"}
}
