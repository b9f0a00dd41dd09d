# METADATA
# title: Dead SSH sessions are closed
# description: >-
#   A session whose client is gone, a laptop that was stolen or lost its network, stays open with all
#   rights until somebody notices. The server asks ClientAliveCountMax times, ClientAliveInterval
#   seconds apart. In OpenSSH a count of 0 means that it never closes.
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config
# custom:
#   id: sshd-idle-timeout
#   resource: server.sshd
#   severity: low
#   controls: [lp-authentication-required, lp-permission-enforced-after-auth]
#   remediation: |
#     Create /etc/ssh/sshd_config.d/10-idle-timeout.conf with
#       ClientAliveInterval 300
#       ClientAliveCountMax 3
#     and remove the keyword from Match blocks that weaken it. Then, keeping one session open:
#       sshd -t && systemctl reload ssh
#     (the unit is called sshd on Red Hat and SUSE). Verify:
#       sshd -T | grep -iE '^clientalive'
#   zh:
#     title: 失效的 SSH 会话会被关闭
#     message: "{id} 失效会话未在时限内关闭"
#     remediation: |
#       新建 /etc/ssh/sshd_config.d/10-idle-timeout.conf，写入
#         ClientAliveInterval 300
#         ClientAliveCountMax 3
#       并删除 Match 块中削弱它的设置。保留一个会话，然后执行：
#         sshd -t && systemctl reload ssh
#       验证：sshd -T | grep -iE '^clientalive'
package least_privilege.sshd_idle_timeout

deny contains {"msg": msg, "path": "interval"} if {
	input.facts.clientaliveinterval == 0
	msg := sprintf("%s never asks whether a client is still there (ClientAliveInterval 0)", [input.name])
}

deny contains {"msg": msg, "path": "count"} if {
	input.facts.clientalivecountmax == 0
	msg := sprintf("%s never closes a dead session (ClientAliveCountMax 0)", [input.name])
}

deny contains {"msg": msg, "path": "total"} if {
	seconds := input.facts.clientaliveinterval * input.facts.clientalivecountmax
	seconds > data.parameters.ssh_dead_session_seconds
	msg := sprintf("%s closes a dead session only after %v s", [input.name, seconds])
}
