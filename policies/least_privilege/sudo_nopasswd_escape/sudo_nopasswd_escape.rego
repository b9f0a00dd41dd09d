# METADATA
# title: Commands without a password do not lead to a root shell
# description: >-
#   A rule for one harmless command is a root shell when the command is a shell, an interpreter, an
#   editor or a pager, or when its path or arguments hold a wildcard: in sudoers * matches spaces and
#   slashes too.
# related_resources:
#   - ref: https://www.sudo.ws/docs/man/sudoers.man/
#   - ref: https://gtfobins.github.io/
# custom:
#   id: sudo-nopasswd-escape
#   resource: server.sudo_rule
#   severity: high
#   controls: [lp-need-to-know, lp-permission-enforced-after-auth]
#   remediation: |
#     Write the full command with its arguments, one line each, or a wrapper script owned by root
#     (mode 0755):
#       visudo -f /etc/sudoers.d/FILE
#       deploy ALL=(root) NOPASSWD: /usr/bin/systemctl restart shop.service
#     Editors: use sudoedit /FULL/PATH. Pagers: read logs through group adm instead. Arguments that
#     vary: a regular
#     expression, ^[a-z0-9-]+$ (sudo 1.9.10 and later). Verify: visudo -c && sudo -l -U LOGIN
#   zh:
#     title: 免密命令不会通向 root shell
#     message: "{id} 的免密命令 {command} 可取得 root shell（{reason}）"
#     remediation: |
#       写出完整命令与参数，或使用 root 所有的包装脚本（权限 0755）：
#         visudo -f /etc/sudoers.d/FILE
#         deploy ALL=(root) NOPASSWD: /usr/bin/systemctl restart shop.service
#       编辑文件请用 sudoedit /完整/路径；可变参数请用正则（sudo 1.9.10 起）。
#       验证：visudo -c && sudo -l -U LOGIN
package least_privilege.sudo_nopasswd_escape

import data.lib.sudo

deny contains {"msg": msg, "path": command, "args": {"command": command, "reason": reason}} if {
	input.facts.nopasswd
	not "ALL" in input.facts.commands
	sudo.as_root(input.facts.runas_users)
	count(sudo.beneficiaries(input.facts.users)) > 0
	some command in input.facts.commands
	reason := sudo.escape(command, input.facts.noexec)
	msg := sprintf("%s leads to a root shell without a password (%s)", [command, reason])
}
