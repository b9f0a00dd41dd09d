# METADATA
# title: The SSH server refuses empty passwords
# description: >-
#   An account without a password is open to everyone who can reach the port, and nobody can be held
#   to account for what happens under it.
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config
# custom:
#   id: sshd-empty-passwords
#   resource: server.sshd
#   severity: critical
#   controls: [lp-authentication-required]
#   remediation: |
#     Create /etc/ssh/sshd_config.d/10-empty-passwords.conf with
#       PermitEmptyPasswords no
#     and remove the keyword from Match blocks that weaken it. Then, keeping one session open:
#       sshd -t && systemctl reload ssh
#     (the unit is called sshd on Red Hat and SUSE). Verify:
#       sshd -T | grep -iE '^permitemptypasswords '
#   zh:
#     title: SSH 服务拒绝空口令
#     message: "{id} 允许空口令登录（{scope}）"
#     remediation: |
#       新建 /etc/ssh/sshd_config.d/10-empty-passwords.conf，写入
#         PermitEmptyPasswords no
#       并删除 Match 块中削弱它的设置。保留一个会话，然后执行：
#         sshd -t && systemctl reload ssh
#       验证：sshd -T | grep -iE '^permitemptypasswords '
package least_privilege.sshd_empty_passwords

import data.lib.ssh

deny contains {"msg": msg, "path": "global", "args": {"scope": "global"}} if {
	weak(input.facts.permitemptypasswords)
	msg := sprintf("%s accepts empty passwords", [input.name])
}

deny contains {"msg": msg, "path": path, "args": {"scope": path}} if {
	some set in ssh.match_values(input.facts.match_blocks, "permitemptypasswords")
	weak(lower(set.value))
	path := sprintf("Match %s", [set.criteria])
	msg := sprintf("%s accepts empty passwords for %s", [input.name, path])
}

weak(value) if value == "yes"
