# METADATA
# title: Others cannot write to a dataset
# description: >-
#   Who may write can alter or replace customer records, or plant files that a later job trusts. A
#   sticky bit keeps others from deleting foreign files, not from adding their own. A folder above that
#   others may not pass keeps them out, and nothing is reported.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man7/inode.7.html
# custom:
#   id: path-others-write
#   resource: server.path
#   severity: high
#   controls: [lp-no-unauthorised-access, lp-edit-download-restricted, int-tamper-protection]
#   remediation: |
#     Take the permission away and give it to the group that writes:
#       chmod o-w /PATH
#       chgrp GROUP /PATH && chmod g+w /PATH
#     Look for what was added: find /PATH -newer REFERENCE ! -user OWNER. Verify: stat -c '%a %U:%G'
#     /PATH
#   zh:
#     title: 其他用户不能写入数据集
#     message: "{id} 可被其他用户写入（权限 {mode}）"
#     remediation: |
#       去掉其他用户的写权限，并授予需要写入的组：
#         chmod o-w /PATH
#         chgrp GROUP /PATH && chmod g+w /PATH
#       验证：stat -c '%a %U:%G' /PATH
package least_privilege.path_others_write

import data.lib.posix

deny contains {"msg": msg, "args": {"mode": mode}, "severity": severity} if {
	mode := input.facts.stat.mode
	posix.may_write(mode, "other")
	posix.others_pass(input.facts.parents)
	severity := severity_of(mode)
	msg := sprintf("every account of the machine may write to %s (mode %s)", [input.name, mode])
}

not_applicable if input.facts.exists == false

severity_of(mode) := "high" if posix.sticky(mode)

else := "critical"
