# METADATA
# title: Password guesses per connection are limited
# description: >-
#   Each connection may try a number of passwords or keys before it is cut. A small number slows
#   guessing and fills the log sooner; agents with many keys need a few.
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config
# custom:
#   id: sshd-max-auth-tries
#   resource: server.sshd
#   severity: low
#   controls: [lp-authentication-required]
#   remediation: |
#     Create /etc/ssh/sshd_config.d/10-max-auth-tries.conf with
#       MaxAuthTries 4
#     and remove the keyword from Match blocks that weaken it. Then, keeping one session open:
#       sshd -t && systemctl reload ssh
#     (the unit is called sshd on Red Hat and SUSE). Verify:
#       sshd -T | grep -iE '^maxauthtries '
#   zh:
#     title: 限制每次连接的认证次数
#     message: "{id} 每次连接允许的认证次数过多（{scope}）"
#     remediation: |
#       新建 /etc/ssh/sshd_config.d/10-max-auth-tries.conf，写入
#         MaxAuthTries 4
#       并删除 Match 块中削弱它的设置。保留一个会话，然后执行：
#         sshd -t && systemctl reload ssh
#       验证：sshd -T | grep -iE '^maxauthtries '
package least_privilege.sshd_max_auth_tries

import data.lib.ssh

deny contains {"msg": msg, "path": "global", "args": {"scope": "global"}} if {
	weak(input.facts.maxauthtries)
	msg := sprintf("%s allows too many tries to log in", [input.name])
}

deny contains {"msg": msg, "path": path, "args": {"scope": path}} if {
	some set in ssh.match_values(input.facts.match_blocks, "maxauthtries")
	regex.match(`^[0-9]+$`, set.value)
	weak(to_number(regex.replace(set.value, `^0+([0-9])`, `$1`)))
	path := sprintf("Match %s", [set.criteria])
	msg := sprintf("%s allows too many tries to log in for %s", [input.name, path])
}

weak(value) if value > data.parameters.ssh_max_auth_tries
