# METADATA
# title: The SSH server ignores rhosts files
# description: >-
#   A .rhosts or .shosts file in a home folder lets its owner, or whoever can write there, decide
#   which other machines may log in without proof.
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config
# custom:
#   id: sshd-rhosts
#   resource: server.sshd
#   severity: medium
#   controls: [lp-authentication-required]
#   remediation: |
#     Create /etc/ssh/sshd_config.d/10-rhosts.conf with
#       IgnoreRhosts yes
#     and remove the keyword from Match blocks that weaken it. Then, keeping one session open:
#       sshd -t && systemctl reload ssh
#     (the unit is called sshd on Red Hat and SUSE). Verify:
#       sshd -T | grep -iE '^ignorerhosts '
#   zh:
#     title: SSH 服务忽略 rhosts 文件
#     message: "{id} 读取用户的 rhosts 文件：{value}"
#     remediation: |
#       新建 /etc/ssh/sshd_config.d/10-rhosts.conf，写入
#         IgnoreRhosts yes
#       并删除 Match 块中削弱它的设置。保留一个会话，然后执行：
#         sshd -t && systemctl reload ssh
#       验证：sshd -T | grep -iE '^ignorerhosts '
package least_privilege.sshd_rhosts

deny contains {"msg": msg, "args": {"value": input.facts.ignorerhosts}} if {
	input.facts.ignorerhosts in {"no", "shosts-only"}
	msg := sprintf("%s reads rhosts files of users (IgnoreRhosts %s)", [input.name, input.facts.ignorerhosts])
}
