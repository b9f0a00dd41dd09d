# METADATA
# title: No .rhosts, no open .netrc in home directories
# description: >-
#   A .rhosts or .shosts file lets whoever comes from a named host in without a password. A .netrc file
#   holds passwords in clear text; when others may read it, they are everybody's.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/hosts.equiv.5.html
#   - ref: https://man.openbsd.org/sshd_config#IgnoreRhosts
# custom:
#   id: account-risky-files
#   resource: server.account
#   severity: medium
#   controls: [lp-authentication-required, lp-no-unauthorised-access]
#   remediation: |
#     Remove what lets hosts in, close what holds passwords and change those passwords:
#       rm ~LOGIN/.rhosts ~LOGIN/.shosts
#       chmod 600 ~LOGIN/.netrc
#     Verify: ls -la ~LOGIN/.rhosts ~LOGIN/.shosts ~LOGIN/.netrc
#   zh:
#     title: 主目录中没有 .rhosts 或公开的 .netrc
#     message: "{id} 的主目录中有 {file}（权限 {mode}）"
#     remediation: |
#       删除免口令登录文件，关闭保存口令的文件并更换其中口令：
#         rm ~LOGIN/.rhosts ~LOGIN/.shosts
#         chmod 600 ~LOGIN/.netrc
#       验证：ls -la ~LOGIN/.rhosts ~LOGIN/.shosts ~LOGIN/.netrc
package least_privilege.account_risky_files

import data.lib.posix

deny contains {"msg": msg, "path": file.name, "args": args, "severity": "high"} if {
	some file in input.facts.risky_files
	file.name in {".rhosts", ".shosts"}
	args := {"file": file.name, "mode": file.mode}
	msg := sprintf("%s has a %s file, which lets hosts in without a password", [input.name, file.name])
}

deny contains {"msg": msg, "path": file.name, "args": args} if {
	some file in input.facts.risky_files
	file.name == ".netrc"
	open_to_some(file.mode)
	args := {"file": file.name, "mode": file.mode}
	msg := sprintf("the passwords in %s of %s can be read by others (mode %s)", [file.name, input.name, file.mode])
}

open_to_some(mode) if posix.may_read(mode, "group")

open_to_some(mode) if posix.may_read(mode, "other")
