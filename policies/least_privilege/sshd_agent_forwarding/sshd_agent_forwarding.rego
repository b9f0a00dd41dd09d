# METADATA
# title: Agent forwarding is off
# description: >-
#   With a forwarded agent, everyone with root on this server can log in elsewhere with the keys of
#   whoever is connected. ProxyJump does the same job without that risk.
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config
# custom:
#   id: sshd-agent-forwarding
#   resource: server.sshd
#   severity: medium
#   controls: [lp-need-to-know, lp-permission-enforced-after-auth]
#   remediation: |
#     Create /etc/ssh/sshd_config.d/10-agent-forwarding.conf with
#       AllowAgentForwarding no
#     and remove the keyword from Match blocks that weaken it. Then, keeping one session open:
#       sshd -t && systemctl reload ssh
#     (the unit is called sshd on Red Hat and SUSE). Verify:
#       sshd -T | grep -iE '^allowagentforwarding '
#   zh:
#     title: 已关闭代理转发
#     message: "{id} 允许 SSH 代理转发（{scope}）"
#     remediation: |
#       新建 /etc/ssh/sshd_config.d/10-agent-forwarding.conf，写入
#         AllowAgentForwarding no
#       并删除 Match 块中削弱它的设置。保留一个会话，然后执行：
#         sshd -t && systemctl reload ssh
#       验证：sshd -T | grep -iE '^allowagentforwarding '
package least_privilege.sshd_agent_forwarding

import data.lib.ssh

deny contains {"msg": msg, "path": "global", "args": {"scope": "global"}} if {
	weak(input.facts.allowagentforwarding)
	msg := sprintf("%s forwards SSH agents", [input.name])
}

deny contains {"msg": msg, "path": path, "args": {"scope": path}} if {
	some set in ssh.match_values(input.facts.match_blocks, "allowagentforwarding")
	weak(lower(set.value))
	path := sprintf("Match %s", [set.criteria])
	msg := sprintf("%s forwards SSH agents for %s", [input.name, path])
}

weak(value) if value == "yes"
