# METADATA
# title: Passphrases of backups are not readable by everybody
# description: >-
#   Who reads the passphrase and reaches the repository reads everything that was ever backed up.
# related_resources:
#   - ref: https://restic.readthedocs.io/en/stable/faq.html
# custom:
#   id: backup-secrets-private
#   resource: server.backup
#   severity: high
#   controls: [enc-key-management-system, bkp-regular]
#   remediation: |
#     chown root:root FILE && chmod 600 FILE
#     Units of systemd are readable by everybody: put the passphrase into a file of its own and name it with
#     EnvironmentFile= or, better, LoadCredential=. Change a passphrase that was readable.
#     Verify: stat -c '%a %U %n' FILE   (600 root)
#   zh:
#     title: 备份口令不可被所有人读取
#     message: "{id} 的文件 {file} 含有备份口令，任何人可读（{mode}）"
#     remediation: |
#       chown root:root FILE && chmod 600 FILE
#       systemd 单元对所有人可读：请把口令放入单独文件，用 EnvironmentFile= 或 LoadCredential= 引用。已暴露的口令须更换。
#       验证：stat -c '%a %U %n' FILE（600 root）
package backup.backup_secrets_private

deny contains {"msg": msg, "path": secret.file, "args": {"file": secret.file, "mode": secret.mode}} if {
	some secret in input.facts.secrets
	secret.others
	msg := sprintf("%s holds the secret of a backup and everybody may read it (%s)", [secret.file, secret.mode])
}

not_applicable if count(input.facts.secrets) == 0
