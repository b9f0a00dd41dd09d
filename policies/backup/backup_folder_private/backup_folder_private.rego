# METADATA
# title: Folders with backups are closed to others
# description: >-
#   A copy that everybody may read undoes the permissions of the original; one that everybody may change is
#   worth nothing after an attack. Encrypted repositories can still be deleted.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man1/chmod.1.html
# custom:
#   id: backup-folder-private
#   resource: server.backup
#   severity: high
#   controls: [bkp-regular, int-tamper-protection]
#   remediation: |
#     chown root:root FOLDER && chmod 700 FOLDER
#     Where another account writes the backups (postgres for pgbackrest), let it own the folder with mode 0750.
#     Verify: stat -c '%a %U %n' FOLDER
#   zh:
#     title: 备份目录对其他用户关闭
#     message: "{id} 的备份目录 {folder} 对其他用户开放（{mode}）"
#     remediation: |
#       chown root:root FOLDER && chmod 700 FOLDER
#       由其他账号写入备份时（如 pgbackrest 的 postgres），由其拥有目录并设为 0750。
#       验证：stat -c '%a %U %n' FOLDER
package backup.backup_folder_private

deny contains {"msg": msg, "path": folder.path, "args": {"folder": folder.path, "mode": folder.mode}} if {
	some folder in input.facts.folders
	folder.others
	msg := sprintf("others may enter the backups in %s (%s)", [folder.path, folder.mode])
}

not_applicable if count(input.facts.folders) == 0
