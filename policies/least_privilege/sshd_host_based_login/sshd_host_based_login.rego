# METADATA
# title: No login on the word of another host
# description: >-
#   Host-based authentication believes another machine about who its users are: who takes over that
#   machine has every account here.
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config
# custom:
#   id: sshd-host-based-login
#   resource: server.sshd
#   severity: high
#   controls: [lp-authentication-required]
#   remediation: |
#     Create /etc/ssh/sshd_config.d/10-host-based-login.conf with
#       HostbasedAuthentication no
#     and remove the keyword from Match blocks that weaken it. Then, keeping one session open:
#       sshd -t && systemctl reload ssh
#     (the unit is called sshd on Red Hat and SUSE). Verify:
#       sshd -T | grep -iE '^hostbasedauthentication '
#   zh:
#     title: 禁止基于主机的登录
#     message: "{id} 允许基于主机的认证（{scope}）"
#     remediation: |
#       新建 /etc/ssh/sshd_config.d/10-host-based-login.conf，写入
#         HostbasedAuthentication no
#       并删除 Match 块中削弱它的设置。保留一个会话，然后执行：
#         sshd -t && systemctl reload ssh
#       验证：sshd -T | grep -iE '^hostbasedauthentication '
package least_privilege.sshd_host_based_login

import data.lib.ssh

deny contains {"msg": msg, "path": "global", "args": {"scope": "global"}} if {
	weak(input.facts.hostbasedauthentication)
	msg := sprintf("%s trusts other hosts to name their users", [input.name])
}

deny contains {"msg": msg, "path": path, "args": {"scope": path}} if {
	some set in ssh.match_values(input.facts.match_blocks, "hostbasedauthentication")
	weak(lower(set.value))
	path := sprintf("Match %s", [set.criteria])
	msg := sprintf("%s trusts other hosts to name their users for %s", [input.name, path])
}

weak(value) if value == "yes"
