# METADATA
# title: X11 forwarding is off
# description: >-
#   A forwarded display lets the server read keystrokes and screens of the administrator who logged
#   in, passwords for other systems included.
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config
# custom:
#   id: sshd-x11-forwarding
#   resource: server.sshd
#   severity: low
#   controls: [lp-need-to-know, lp-permission-enforced-after-auth]
#   remediation: |
#     Create /etc/ssh/sshd_config.d/10-x11-forwarding.conf with
#       X11Forwarding no
#     and remove the keyword from Match blocks that weaken it. Then, keeping one session open:
#       sshd -t && systemctl reload ssh
#     (the unit is called sshd on Red Hat and SUSE). Verify:
#       sshd -T | grep -iE '^x11forwarding '
#   zh:
#     title: 已关闭 X11 转发
#     message: "{id} 允许 X11 转发（{scope}）"
#     remediation: |
#       新建 /etc/ssh/sshd_config.d/10-x11-forwarding.conf，写入
#         X11Forwarding no
#       并删除 Match 块中削弱它的设置。保留一个会话，然后执行：
#         sshd -t && systemctl reload ssh
#       验证：sshd -T | grep -iE '^x11forwarding '
package least_privilege.sshd_x11_forwarding

import data.lib.ssh

deny contains {"msg": msg, "path": "global", "args": {"scope": "global"}} if {
	weak(input.facts.x11forwarding)
	msg := sprintf("%s forwards X11 displays", [input.name])
}

deny contains {"msg": msg, "path": path, "args": {"scope": path}} if {
	some set in ssh.match_values(input.facts.match_blocks, "x11forwarding")
	weak(lower(set.value))
	path := sprintf("Match %s", [set.criteria])
	msg := sprintf("%s forwards X11 displays for %s", [input.name, path])
}

weak(value) if value == "yes"
