# METADATA
# title: Others cannot read a dataset
# description: >-
#   The permissions of others apply to every account of the machine, a hacked web server included. A
#   folder that others may list or pass through gives away the names of files, and the files whose
#   modes allow it. A folder above that others may not pass keeps them out, and nothing is reported.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man7/inode.7.html
# custom:
#   id: path-others-read
#   resource: server.path
#   severity: high
#   controls: [lp-no-unauthorised-access, lp-need-to-know]
#   remediation: |
#     Take the permission away, and give it to the group that needs it:
#       chmod o-rwx /PATH
#       chgrp GROUP /PATH && chmod g+rx /PATH
#     A chmod on the folder protects what lies below at once. Verify: stat -c '%a %U:%G' /PATH
#   zh:
#     title: 其他用户不能读取数据集
#     message: "{id} 可被其他用户读取（权限 {mode}）"
#     remediation: |
#       去掉其他用户的权限，并授予需要的组：
#         chmod o-rwx /PATH
#         chgrp GROUP /PATH && chmod g+rx /PATH
#       验证：stat -c '%a %U:%G' /PATH
package least_privilege.path_others_read

import data.lib.posix

deny contains {"msg": msg, "args": {"mode": mode}, "severity": severity} if {
	mode := input.facts.stat.mode
	open_to_others(mode)
	posix.others_pass(input.facts.parents)
	severity := severity_of(input.dataset.classification)
	msg := sprintf("every account of the machine may read %s (mode %s)", [input.name, mode])
}

not_applicable if input.facts.exists == false

open_to_others(mode) if posix.may_read(mode, "other")

open_to_others(mode) if {
	input.facts.stat.kind == "directory"
	posix.may_pass(mode, "other")
}

severity_of(classification) := "critical" if classification in {"highly_sensitive", "sensitive"}

else := "high"
