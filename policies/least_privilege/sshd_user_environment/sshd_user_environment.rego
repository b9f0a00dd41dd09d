# METADATA
# title: Users cannot set the environment of sshd
# description: >-
#   With PermitUserEnvironment a user who is limited to one command can set LD_PRELOAD in
#   ~/.ssh/environment and so run anything.
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config
# custom:
#   id: sshd-user-environment
#   resource: server.sshd
#   severity: medium
#   controls: [lp-permission-enforced-after-auth]
#   remediation: |
#     Create /etc/ssh/sshd_config.d/10-user-environment.conf with
#       PermitUserEnvironment no
#     and remove the keyword from Match blocks that weaken it. Then, keeping one session open:
#       sshd -t && systemctl reload ssh
#     (the unit is called sshd on Red Hat and SUSE). Verify:
#       sshd -T | grep -iE '^permituserenvironment '
#   zh:
#     title: 用户不能设置 sshd 环境变量
#     message: "{id} 允许用户设置环境变量（{scope}）"
#     remediation: |
#       新建 /etc/ssh/sshd_config.d/10-user-environment.conf，写入
#         PermitUserEnvironment no
#       并删除 Match 块中削弱它的设置。保留一个会话，然后执行：
#         sshd -t && systemctl reload ssh
#       验证：sshd -T | grep -iE '^permituserenvironment '
package least_privilege.sshd_user_environment

import data.lib.ssh

deny contains {"msg": msg, "path": "global", "args": {"scope": "global"}} if {
	weak(input.facts.permituserenvironment)
	msg := sprintf("%s lets users set environment variables", [input.name])
}

deny contains {"msg": msg, "path": path, "args": {"scope": path}} if {
	some set in ssh.match_values(input.facts.match_blocks, "permituserenvironment")
	weak(lower(set.value))
	path := sprintf("Match %s", [set.criteria])
	msg := sprintf("%s lets users set environment variables for %s", [input.name, path])
}

weak(value) if value != "no"
