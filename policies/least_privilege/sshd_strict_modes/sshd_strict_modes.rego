# METADATA
# title: The SSH server checks the permissions of key files
# description: >-
#   Without StrictModes the server trusts an authorized_keys file that others can write, so any of
#   them can add a key and become that user.
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config
# custom:
#   id: sshd-strict-modes
#   resource: server.sshd
#   severity: high
#   controls: [lp-authentication-required, lp-permission-enforced-after-auth]
#   remediation: |
#     Create /etc/ssh/sshd_config.d/10-strict-modes.conf with
#       StrictModes yes
#     and remove the keyword from Match blocks that weaken it. Then, keeping one session open:
#       sshd -t && systemctl reload ssh
#     (the unit is called sshd on Red Hat and SUSE). Verify:
#       sshd -T | grep -iE '^strictmodes '
#   zh:
#     title: SSH 服务检查密钥文件权限
#     message: "{id} 不检查密钥文件权限"
#     remediation: |
#       新建 /etc/ssh/sshd_config.d/10-strict-modes.conf，写入
#         StrictModes yes
#       并删除 Match 块中削弱它的设置。保留一个会话，然后执行：
#         sshd -t && systemctl reload ssh
#       验证：sshd -T | grep -iE '^strictmodes '
package least_privilege.sshd_strict_modes

deny contains {"msg": msg} if {
	input.facts.strictmodes == "no"
	msg := sprintf("%s accepts key files that others can write (StrictModes no)", [input.name])
}
