# METADATA
# title: No set-user-id programs among customer data
# description: >-
#   Data needs no programs that run with the rights of their owner. One among customer files is a way
#   to become that owner, often planted after a break-in.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man7/inode.7.html
# custom:
#   id: path-files-setuid
#   resource: server.path
#   severity: high
#   controls: [lp-need-to-know, int-tamper-protection]
#   remediation: |
#     Look at each file before you touch it (an intruder may have left it), then take the bits away:
#       find /PATH -xdev -type f -perm /6000 -exec ls -l {} +
#       find /PATH -xdev -type f -perm /6000 -exec chmod ug-s {} +
#     and mount data file systems with nosuid (/etc/fstab). Verify: find /PATH -xdev -type f -perm /6000
#   zh:
#     title: 客户数据中没有 setuid 程序
#     message: "{id} 中有 {count} 个 setuid 文件"
#     remediation: |
#       先逐个查看（可能为入侵者所留），再去掉特殊位：
#         find /PATH -xdev -type f -perm /6000 -exec ls -l {} +
#         find /PATH -xdev -type f -perm /6000 -exec chmod ug-s {} +
#       并以 nosuid 挂载数据文件系统。
#       验证：find /PATH -xdev -type f -perm /6000
package least_privilege.path_files_setuid

deny contains {"msg": msg, "args": {"count": input.facts.files.setuid}} if {
	input.facts.files.setuid > 0
	msg := sprintf("%s holds %v set-user-id or set-group-id files", [input.name, input.facts.files.setuid])
}

not_applicable if input.facts.exists == false
