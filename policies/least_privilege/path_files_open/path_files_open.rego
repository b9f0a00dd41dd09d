# METADATA
# title: Files of a dataset are closed to others
# description: >-
#   Files with permissions for others can be read or changed by every account that gets as far as the
#   folder. When the folder itself or one above keeps others out, the modes inside do no harm and
#   nothing is reported.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man7/inode.7.html
# custom:
#   id: path-files-open
#   resource: server.path
#   severity: high
#   controls: [lp-no-unauthorised-access, lp-need-to-know]
#   remediation: |
#     Close the folder first, that works at once for all that lies below, then the files:
#       chmod o-rwx /PATH
#       find /PATH -xdev -type f -perm /007 -exec chmod o-rwx {} +
#     and set the umask of the writing service (UMask=0027 in its systemd unit).
#     Verify: find /PATH -xdev -type f -perm /007 | wc -l   (0)
#   zh:
#     title: 数据集文件不对其他人开放
#     message: "{id} 中有 {count} 个文件对其他用户可{access}"
#     remediation: |
#       先关闭目录（立即对其下全部生效），再处理文件：
#         chmod o-rwx /PATH
#         find /PATH -xdev -type f -perm /007 -exec chmod o-rwx {} +
#       并设置写入服务的 umask（systemd 单元 UMask=0027）。
#       验证：find /PATH -xdev -type f -perm /007 | wc -l（应为 0）
package least_privilege.path_files_open

import data.lib.posix

deny contains {"msg": msg, "path": "read", "args": {"count": readable, "access": "读"}} if {
	readable := input.facts.files.world_readable
	readable > 0
	reachable
	msg := sprintf("every account may read %v files in %s", [readable, input.name])
}

deny contains {"msg": msg, "path": "write", "args": args, "severity": "critical"} if {
	args := {"count": input.facts.files.world_writable, "access": "写"}
	writable := input.facts.files.world_writable
	writable > 0
	reachable
	msg := sprintf("every account may change %v files in %s", [writable, input.name])
}

not_applicable if input.facts.exists == false

reachable if {
	input.facts.stat.kind != "directory"
	posix.others_pass(input.facts.parents)
}

reachable if {
	posix.may_pass(input.facts.stat.mode, "other")
	posix.others_pass(input.facts.parents)
}
