# METADATA
# title: Backups lie on another device than the data
# description: >-
#   One broken disk, one mistaken command or one extortionist takes both the data and a backup beside it. A
#   dataset passes when some job that covers it goes elsewhere.
# related_resources:
#   - ref: https://www.cisa.gov/stopransomware/ransomware-guide
# custom:
#   id: backup-other-device
#   resource: server.backup
#   severity: medium
#   controls: [bkp-regular]
#   remediation: |
#     Send the backups to another machine or an object store, append-only where the tool can:
#       borgmatic: repositories: [{path: ssh://backup@HOST/./machine}], on HOST: borg serve --append-only
#       restic: RESTIC_REPOSITORY=s3:https://…, with object lock on the bucket
#       rsnapshot: run it on the backup machine and fetch from here
#     Verify: findmnt -T /PATH -o SOURCE; findmnt -T /BACKUP -o SOURCE   (two devices)
#   zh:
#     title: 备份与数据存放在不同设备
#     message: "{id} 的备份目录 {folder} 与数据集 {paths} 在同一文件系统"
#     remediation: |
#       把备份发送到另一台机器或对象存储，尽可能只允许追加：
#         borgmatic：repositories 使用 ssh://，服务端 borg serve --append-only
#         restic：RESTIC_REPOSITORY=s3:https://…，存储桶启用对象锁
#         rsnapshot：在备份机上运行并从本机拉取
#       验证：findmnt -T /PATH -o SOURCE 与 findmnt -T /BACKUP -o SOURCE（应为不同设备）
package backup.backup_other_device

deny contains {"msg": msg, "path": folder.path, "args": {"folder": folder.path, "paths": paths}} if {
	count(elsewhere) == 0
	some folder in used
	count(folder.beside) > 0
	paths := concat(", ", folder.beside)
	msg := sprintf("backups in %s lie on the same file system as %s", [folder.path, paths])
}

unknown contains {"msg": msg} if {
	count(elsewhere) == 0
	some folder in used
	folder.device_known == false
	msg := sprintf("the file system of %s was not identified", [folder.path])
}

not_applicable if count(used) == 0

used contains folder if {
	some folder in input.facts.folders
	some job in input.facts.jobs
	job.scheduled in {"yes", "undetermined"}
	job.repository.kind == "local"
	trim_right(job.repository.path, "/") == folder.path
}

elsewhere contains job.config if {
	some job in input.facts.jobs
	job.scheduled == "yes"
	not job.repository.kind in {"local", "undetermined"}
}
