# METADATA
# title: No network tunnels through SSH
# description: >-
#   PermitTunnel joins two networks at their lowest layer, past every firewall rule between them.
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config
# custom:
#   id: sshd-tunnel-devices
#   resource: server.sshd
#   severity: medium
#   controls: [net-firewall-present, enc-secure-channel-vpn]
#   remediation: |
#     Create /etc/ssh/sshd_config.d/10-tunnel-devices.conf with
#       PermitTunnel no
#     and remove the keyword from Match blocks that weaken it. Then, keeping one session open:
#       sshd -t && systemctl reload ssh
#     (the unit is called sshd on Red Hat and SUSE). Verify:
#       sshd -T | grep -iE '^permittunnel '
#   zh:
#     title: 禁止 SSH 网络隧道
#     message: "{id} 允许建立网络隧道（{scope}）"
#     remediation: |
#       新建 /etc/ssh/sshd_config.d/10-tunnel-devices.conf，写入
#         PermitTunnel no
#       并删除 Match 块中削弱它的设置。保留一个会话，然后执行：
#         sshd -t && systemctl reload ssh
#       验证：sshd -T | grep -iE '^permittunnel '
package network.sshd_tunnel_devices

import data.lib.ssh

deny contains {"msg": msg, "path": "global", "args": {"scope": "global"}} if {
	weak(input.facts.permittunnel)
	msg := sprintf("%s lets users build network tunnels", [input.name])
}

deny contains {"msg": msg, "path": path, "args": {"scope": path}} if {
	some set in ssh.match_values(input.facts.match_blocks, "permittunnel")
	weak(lower(set.value))
	path := sprintf("Match %s", [set.criteria])
	msg := sprintf("%s lets users build network tunnels for %s", [input.name, path])
}

weak(value) if value != "no"
