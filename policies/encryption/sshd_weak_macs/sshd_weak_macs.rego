# METADATA
# title: The SSH server offers only strong MACs
# description: >-
#   A message authentication code built on MD5 or SHA-1, or cut to 64 or 96 bits, is a weak proof that
#   nobody changed the traffic. OpenSSH still offers some of them for old clients. Algorithms of
#   unknown strength, which a newer OpenSSH or a patched one may offer, are reported as undecided
#   rather than as good.
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config
#   - ref: https://www.rfc-editor.org/rfc/rfc9142
# custom:
#   id: sshd-weak-macs
#   resource: server.sshd
#   severity: medium
#   controls: [enc-standard-algorithms, enc-in-transit-tls]
#   remediation: |
#     Create /etc/ssh/sshd_config.d/10-weak-macs.conf with
#       MACs -hmac-md5*,hmac-ripemd160*,hmac-sha1*,umac-64*
#     which takes them out of the built-in list. Check and load it, keeping one session open:
#       sshd -t && systemctl reload ssh
#     (the unit is called sshd on Red Hat and SUSE). Verify:
#       sshd -T | grep -i '^macs '
#   zh:
#     title: SSH 服务只提供强消息认证码
#     message: "{id} 提供不允许的消息认证码：{algorithms}"
#     remediation: |
#       新建 /etc/ssh/sshd_config.d/10-weak-macs.conf，写入
#         MACs -hmac-md5*,hmac-ripemd160*,hmac-sha1*,umac-64*
#       保留一个会话，检查并加载：
#         sshd -t && systemctl reload ssh
#       验证：sshd -T | grep -i '^macs '
package encryption.sshd_weak_macs

import data.lib.ssh

deny contains {"msg": msg, "args": {"algorithms": algorithms}} if {
	refused := ssh.refused(input.facts.macs, data.parameters.ssh_macs_allowed)
	count(refused) > 0
	algorithms := concat(", ", refused)
	msg := sprintf("%s offers MACs that are not allowed: %s", [input.name, algorithms])
}

unknown contains {"msg": msg} if {
	unheard_of := ssh.unheard_of(input.facts.macs, data.parameters.ssh_macs_allowed)
	count(unheard_of) > 0
	msg := sprintf("the strength of these MACs is not known: %s", [concat(", ", unheard_of)])
}
