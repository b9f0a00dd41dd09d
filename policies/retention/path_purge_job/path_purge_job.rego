# METADATA
# title: Something destroys data of the dataset when its time is over
# description: >-
#   Retention that nobody carries out is a promise. Looked for are tmpfiles.d lines, timers with find, and cron
#   jobs that delete and name the path. An application may purge by itself, which cannot be seen from here: no
#   job is unknown, not a fault; a job that runs and leaves files longer than they may stay is one.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/tmpfiles.d.5.html
# custom:
#   id: path-purge-job
#   resource: server.path
#   severity: low
#   controls: [ret-expiry-destroyed]
#   needs:
#     server.retention_job: {facts: [datasets, age_days, runs], within: target}
#     server.cron_job: {facts: [datasets, deletes], within: target}
#   remediation: |
#     A line in /etc/tmpfiles.d/customers.conf, with m: so that only changes count:
#       e /PATH - - - m:365d
#     Try it first with: systemd-tmpfiles --dry-run --clean (or find /PATH -xdev -type f -mtime +365 | head). Where the
#     application purges by itself, keep its record as evidence and ask for a waiver.
#     Verify: systemctl list-timers systemd-tmpfiles-clean.timer && systemd-tmpfiles --cat-config | grep /PATH
#   zh:
#     title: 数据集到期有自动销毁任务
#     message: "{id} 的清除任务在 {kept} 天后才删除，保存期限为 {days} 天"
#     remediation: |
#       在 /etc/tmpfiles.d/customers.conf 中加一行（m: 表示只按修改时间）：
#         e /PATH - - - m:365d
#       先试运行：systemd-tmpfiles --dry-run --clean。由应用自行清除的，请保存其记录作为证据并申请豁免。
#       验证：systemctl list-timers systemd-tmpfiles-clean.timer && systemd-tmpfiles --cat-config | grep /PATH
package retention.path_purge_job

deny contains {"msg": msg, "args": {"kept": kept, "days": days}} if {
	count(deleting_crons) == 0
	count(running) > 0
	ages := {row.age_days | some row in running; row.age_days != null}
	count(ages) == count({row.age_days | some row in running})
	kept := round(min(ages))
	days := input.dataset.retention_days
	kept > days + data.parameters.destruction_grace_days
	msg := sprintf("%s is purged after %v days only; it may be kept for %v", [input.name, kept, days])
}

not_applicable if input.facts.exists == false

unknown contains {"msg": msg} if {
	input.facts.exists
	count(running) + count(deleting_crons) == 0
	msg := "no tmpfiles.d line, timer or cron job purges the path; whether an application does cannot be seen"
}

running contains row if {
	some row in data.inventory["server.retention_job"].by.target[input.target]
	row.runs
	input.name in row.datasets
}

deleting_crons contains row if {
	some row in data.inventory["server.cron_job"].by.target[input.target]
	row.deletes
	input.name in row.datasets
}
