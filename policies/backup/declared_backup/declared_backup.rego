# METADATA
# title: Backups that are made elsewhere succeed, are encrypted, and lie apart
# description: >-
#   Loss of customer data cannot be undone with a backup that failed, that lies beside the original, or
#   that anybody can read. Stated by people in the declared inventory, not observed; an expired
#   statement is unknown.
# related_resources:
#   - ref: https://csrc.nist.gov/pubs/sp/800/34/r1/upd1/final
# custom:
#   id: declared-backup
#   resource: declared.backup
#   severity: high
#   controls: [bkp-regular]
#   remediation: |
#     Repair the job, encrypt what it writes, and keep a copy on another device or site. Then correct the entry in
#     the
#     declared inventory.
#   zh:
#     title: 申报的备份成功、加密且异地
#     message: "备份 {id}（{store}）存在问题：{problem}"
#     remediation: |
#       修复备份任务，加密备份并在其他设备或站点保存副本，然后更新申报清单。
package backup.declared_backup

import data.lib.dates
import data.lib.declared

deny contains {"msg": msg, "path": problem, "args": {"problem": problem, "store": input.facts.store}} if {
	some problem in problems
	msg := sprintf("the backup %s of %s: %s", [input.name, input.facts.store, problem])
}

problems contains "it never succeeded" if input.facts.last_success_on == null

problems contains sprintf("it last succeeded on %s", [input.facts.last_success_on]) if {
	day := dates.day_start(input.facts.last_success_on)
	dates.instant(data.run.now) - day > dates.hours(data.parameters.backup_max_age_hours + 24)
}

problems contains "it is not encrypted" if input.facts.encrypted == false

problems contains "it lies beside the original" if input.facts.elsewhere == false

unknown contains {"msg": msg} if {
	msg := declared.stale(input.facts.declared_on, input.facts.expires_on, data.run.now)
}
