# METADATA
# title: A machine with customer information has a backup job
# description: >-
#   Counted are jobs of known tools in cron tables, timers and their own configuration, and agents of other
#   backup systems. Snapshots on the same disk are no backup. A machine that is copied from outside only (by the
#   hypervisor or the storage) shows nothing: prove that backup in a waiver.
# related_resources:
#   - ref: https://torsion.org/borgmatic/docs/reference/configuration/
#   - ref: https://restic.readthedocs.io/en/stable/040_backup.html
# custom:
#   id: backup-present
#   resource: server.backup
#   severity: high
#   controls: [bkp-regular]
#   needs:
#     server.path: {facts: [exists], within: target}
#   remediation: |
#     Set up a job that encrypts and leaves the machine, with borgmatic for instance:
#       apt-get install borgmatic && borgmatic config generate
#       # /etc/borgmatic/config.yaml: source_directories, repositories (ssh://…), encryption_passcommand, keep_daily
#       borgmatic repo-create --encryption repokey-blake2
#       systemctl enable --now borgmatic.timer
#     Keep the key (borg key export) and the passphrase away from the machine, and practise restoring.
#     Verify: systemctl list-timers borgmatic.timer && borgmatic list --last 1
#   zh:
#     title: 保存客户信息的机器须有备份任务
#     message: "{id} 保存数据集，但没有备份任务"
#     remediation: |
#       设置加密且异机存放的备份，例如 borgmatic：
#         apt-get install borgmatic && borgmatic config generate
#         在 /etc/borgmatic/config.yaml 中设置 source_directories、repositories、encryption_passcommand、keep_daily
#         borgmatic repo-create --encryption repokey-blake2
#         systemctl enable --now borgmatic.timer
#       密钥与口令须存放在其他地方，并定期演练恢复。由虚拟化平台备份的机器可申请豁免并附证明。
#       验证：systemctl list-timers borgmatic.timer && borgmatic list --last 1
package backup.backup_present

deny contains {"msg": msg} if {
	count(held) > 0
	count(started) == 0
	count(input.facts.agents) == 0
	places := concat(", ", held)
	msg := sprintf("%s holds customer information (%s) and no backup job runs on it", [input.name, places])
}

unknown contains {"msg": msg} if {
	count(held) > 0
	states := {job.scheduled | some job in input.facts.jobs}
	not "yes" in states
	"undetermined" in states
	count(input.facts.agents) == 0
	msg := sprintf("whether anything starts the backup jobs of %s cannot be seen", [input.name])
}

not_applicable if count(held) == 0

# What may be started is no reason to say that nothing is.
started contains job.config if {
	some job in input.facts.jobs
	job.scheduled in {"yes", "undetermined"}
}

held contains row.name if {
	some row in data.inventory["server.path"].by.target[input.target]
	row.exists
}
