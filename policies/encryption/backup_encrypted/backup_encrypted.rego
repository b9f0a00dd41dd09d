# METADATA
# title: Backups are encrypted
# description: >-
#   A backup holds all that the machine holds, often for longer and in the hands of others. Either the tool
#   encrypts, or a local copy lies on an encrypted file system. An unencrypted copy on another machine is
#   unknown: look there.
# related_resources:
#   - ref: https://borgbackup.readthedocs.io/en/stable/usage/init.html
#   - ref: https://pgbackrest.org/user-guide.html#quickstart/configure-encryption
# custom:
#   id: backup-encrypted
#   resource: server.backup
#   severity: critical
#   controls: [enc-at-rest-rate-100, bkp-regular]
#   remediation: |
#     borg: make a new repository, borg init --encryption=repokey-blake2 (it cannot be added later)
#       restic: always encrypts; rsync, tar, rdiff-backup, rsnapshot: change to borg or restic, or store on LUKS
#       pgbackrest: repo1-cipher-type=aes-256-cbc and repo1-cipher-pass in a file with mode 0640, then stanza-create
#       duplicity: leave out --no-encryption; duply: set GPG_KEY
#     Destroy the old copies when the new ones are proven; keep the key in another place.
#     Verify: borg info REPO | grep -i encrypted; pgbackrest info | grep cipher
#   zh:
#     title: 备份已加密
#     message: "{id} 的备份 {config}（{tool}）未加密"
#     remediation: |
#       borg：用 borg init --encryption=repokey-blake2 新建仓库（事后无法加密）
#         rsync、tar、rdiff-backup、rsnapshot：改用 borg 或 restic，或把副本放在 LUKS 卷上
#         pgbackrest：设置 repo1-cipher-type=aes-256-cbc 与 repo1-cipher-pass，然后重新 stanza-create
#         duplicity：去掉 --no-encryption；duply：设置 GPG_KEY
#       确认新备份可用后销毁旧副本，密钥须另行保管。
#       验证：borg info REPO | grep -i encrypted；pgbackrest info | grep cipher
package encryption.backup_encrypted

deny contains {"msg": msg, "path": path, "args": {"config": job.config, "tool": job.tool}} if {
	some job in used
	job.encrypted == "no"
	path := sprintf("%s %s %v", [job.tool, job.config, job.repository.path])
	msg := sprintf("%s (%s) on %s makes unencrypted backups", [job.tool, job.config, input.name])
}

unknown contains {"msg": msg} if {
	some job in used
	job.encrypted == "undetermined"
	msg := sprintf("it is out of sight whether the backups of %s (%s) are encrypted", [job.tool, job.config])
}

unknown contains {"msg": msg} if {
	some agent in input.facts.agents
	msg := sprintf("whether the backups of %s are encrypted is set on its server", [agent])
}

not_applicable if {
	count(used) == 0
	count(input.facts.agents) == 0
}

# A packaged example that nothing starts makes no backups.
used contains job if {
	some job in input.facts.jobs
	job.scheduled in {"yes", "undetermined"}
}
