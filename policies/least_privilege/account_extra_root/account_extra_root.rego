# METADATA
# title: Only root has the user id 0
# description: >-
#   A second account with the user id 0 is root under another name, often left behind by an intruder
#   or for convenience. It escapes every rule and log that is about root.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man5/passwd.5.html
# custom:
#   id: account-extra-root
#   resource: server.account
#   severity: critical
#   controls: [lp-authorised-only, lp-need-to-know]
#   remediation: |
#     Find out who made the account and what runs under it (an intruder leaves such accounts). Then
#     remove it
#     (--force is needed because processes of root count as its own) without touching the home folder
#     of root:
#       userdel --force LOGIN
#     or give it a user id of its own with usermod -u NEWID LOGIN and grant what it needs in sudoers.
#     Verify: awk -F: '$3==0{print $1}' /etc/passwd   (root alone)
#   zh:
#     title: 只有 root 的用户 ID 为 0
#     message: "{id} 的用户 ID 为 0"
#     remediation: |
#       先查明账号来历及其进程（入侵者常留下此类账号），再删除：
#         userdel --force LOGIN
#       或用 usermod -u NEWID LOGIN 换成独立 ID，并在 sudoers 中授予所需权限。
#       验证：awk -F: '$3==0{print $1}' /etc/passwd（只应有 root）
package least_privilege.account_extra_root

deny contains {"msg": msg} if {
	input.facts.uid == 0
	input.name != "root"
	msg := sprintf("%s is root under another name (user id 0)", [input.name])
}
