# METADATA
# title: A dataset is covered by a backup job
# description: >-
#   A job that runs every night and leaves out the folder with customer information looks the same as one that
#   does not. Covered means that the sources of a scheduled job hold the path, on the same file system where the
#   job stays on one, and that no exclusion takes it out. What is configured elsewhere (agents, variables in
#   scripts) is unknown.
# related_resources:
#   - ref: https://torsion.org/borgmatic/docs/reference/configuration/
#   - ref: https://restic.readthedocs.io/en/stable/040_backup.html
# custom:
#   id: path-backed-up
#   resource: server.path
#   severity: high
#   controls: [bkp-regular]
#   needs:
#     server.backup: {facts: [coverage], within: target}
#   remediation: |
#     Add the folder to the sources and take it out of the exclusions:
#       borgmatic: source_directories in /etc/borgmatic/config.yaml
#       rsnapshot: a line "backup<TAB>/PATH/<TAB>localhost/" in /etc/rsnapshot.conf
#       restic, borg: the paths of the command in its unit, cron table or script (write them out, not as a variable)
#     With one_file_system add the folder of the mount itself. Databases: back up a dump or use their own tool.
#     Verify: borgmatic list --archive latest --find-paths PATH, or restic ls latest /PATH | head
#   zh:
#     title: 数据集在备份范围内
#     message: "{id} 不在任何备份任务的范围内"
#     remediation: |
#       把目录加入备份来源并从排除项中删除：
#         borgmatic：/etc/borgmatic/config.yaml 的 source_directories
#         rsnapshot：在 /etc/rsnapshot.conf 中加一行 backup（用制表符分隔）
#         restic、borg：在单元、cron 或脚本的命令中直接写出路径
#       使用 one_file_system 时须单独加入挂载点。数据库请备份转储文件或使用其自带工具。
#       验证：borgmatic list --archive latest --find-paths PATH 或 restic ls latest /PATH | head
package backup.path_backed_up

deny contains {"msg": msg} if {
	"no" in states
	not "yes" in states
	msg := sprintf("no backup job that runs covers %s", [input.name])
}

not_applicable if input.facts.exists == false

unknown contains {"msg": msg} if {
	"undetermined" in states
	msg := "a backup runs, but what it copies is not written on the machine in a way that can be read"
}

unknown contains {"msg": "the coverage of the path was not told"} if count(states) == 0

states contains row.covered if {
	some machine in data.inventory["server.backup"].by.target[input.target]
	some row in machine.coverage
	row.path == input.name
}
