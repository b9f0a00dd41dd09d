# METADATA
# title: Forwarded ports stay on the server
# description: >-
#   With GatewayPorts a user who forwards a port opens it to the whole network: an unplanned door past
#   the firewall to whatever lies behind.
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config
# custom:
#   id: sshd-gateway-ports
#   resource: server.sshd
#   severity: medium
#   controls: [net-firewall-present, lp-permission-enforced-after-auth]
#   remediation: |
#     Create /etc/ssh/sshd_config.d/10-gateway-ports.conf with
#       GatewayPorts no
#     and remove the keyword from Match blocks that weaken it. Then, keeping one session open:
#       sshd -t && systemctl reload ssh
#     (the unit is called sshd on Red Hat and SUSE). Verify:
#       sshd -T | grep -iE '^gatewayports '
#   zh:
#     title: 转发端口仅限本机
#     message: "{id} 允许转发端口对外监听（{scope}）"
#     remediation: |
#       新建 /etc/ssh/sshd_config.d/10-gateway-ports.conf，写入
#         GatewayPorts no
#       并删除 Match 块中削弱它的设置。保留一个会话，然后执行：
#         sshd -t && systemctl reload ssh
#       验证：sshd -T | grep -iE '^gatewayports '
package network.sshd_gateway_ports

import data.lib.ssh

deny contains {"msg": msg, "path": "global", "args": {"scope": "global"}} if {
	weak(input.facts.gatewayports)
	msg := sprintf("%s opens forwarded ports to the network", [input.name])
}

deny contains {"msg": msg, "path": path, "args": {"scope": path}} if {
	some set in ssh.match_values(input.facts.match_blocks, "gatewayports")
	weak(lower(set.value))
	path := sprintf("Match %s", [set.criteria])
	msg := sprintf("%s opens forwarded ports to the network for %s", [input.name, path])
}

weak(value) if value != "no"
