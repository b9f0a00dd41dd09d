# METADATA
# title: Home directories are closed to others
# description: >-
#   A home directory holds keys, tokens, shell histories and exports that people made in passing. Others
#   who may write there put a login script or a key in, and are that person.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man7/inode.7.html
#   - ref: https://man7.org/linux/man-pages/man5/login.defs.5.html
# custom:
#   id: account-home-open
#   resource: server.account
#   severity: low
#   controls: [lp-no-unauthorised-access, lp-need-to-know]
#   remediation: |
#     Close it and see to it that new ones are closed too:
#       chown LOGIN ~LOGIN && chmod go-w,o-rwx ~LOGIN
#       sed -i 's/^#\? *HOME_MODE.*/HOME_MODE 0700/' /etc/login.defs
#     Verify: stat -c '%a %U %n' ~LOGIN
#   zh:
#     title: 主目录不对他人开放
#     message: "{id} 的主目录对他人开放（权限 {mode}）"
#     remediation: |
#       关闭主目录，并使新建的主目录同样关闭：
#         chown LOGIN ~LOGIN && chmod go-w,o-rwx ~LOGIN
#         sed -i 's/^#\? *HOME_MODE.*/HOME_MODE 0700/' /etc/login.defs
#       验证：stat -c '%a %U %n' ~LOGIN
package least_privilege.account_home_open

import data.lib.posix

deny contains {"msg": msg, "path": "write", "args": {"mode": stat.mode}, "severity": "high"} if {
	stat := input.facts.home_stat
	posix.may_write(stat.mode, "other")
	msg := sprintf("every account may write in the home directory of %s (mode %s)", [input.name, stat.mode])
}

deny contains {"msg": msg, "path": "read", "args": {"mode": stat.mode}} if {
	stat := input.facts.home_stat
	posix.may_read(stat.mode, "other")
	msg := sprintf("every account may look into the home directory of %s (mode %s)", [input.name, stat.mode])
}

deny contains {"msg": msg, "path": "owner", "args": {"mode": stat.mode}, "severity": "high"} if {
	stat := input.facts.home_stat
	not stat.uid in {0, input.facts.uid}
	msg := sprintf("the home directory of %s belongs to somebody else (uid %v)", [input.name, stat.uid])
}

not_applicable if input.facts.system

not_applicable if input.facts.login_shell == false

not_applicable if input.facts.home_stat == null

# Some service accounts live at the root of the file system.
not_applicable if input.facts.home == "/"
