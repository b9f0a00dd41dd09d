# METADATA
# title: The SSH server offers only strong ciphers
# description: >-
#   Who records the traffic can read or alter sessions that were negotiated with CBC modes, RC4 or
#   64-bit blocks, and with them every customer record that an administrator looks at. Algorithms of
#   unknown strength, which a newer OpenSSH or a patched one may offer, are reported as undecided
#   rather than as good.
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config
#   - ref: https://www.rfc-editor.org/rfc/rfc9142
# custom:
#   id: sshd-weak-ciphers
#   resource: server.sshd
#   severity: high
#   controls: [enc-standard-algorithms, enc-in-transit-tls]
#   remediation: |
#     Create /etc/ssh/sshd_config.d/10-weak-ciphers.conf with
#       Ciphers -*cbc*,arcfour*
#     which takes them out of the built-in list. Check and load it, keeping one session open:
#       sshd -t && systemctl reload ssh
#     (the unit is called sshd on Red Hat and SUSE). Verify:
#       sshd -T | grep -i '^ciphers '
#   zh:
#     title: SSH 服务只提供强加密算法
#     message: "{id} 提供不允许的加密算法：{algorithms}"
#     remediation: |
#       新建 /etc/ssh/sshd_config.d/10-weak-ciphers.conf，写入
#         Ciphers -*cbc*,arcfour*
#       保留一个会话，检查并加载：
#         sshd -t && systemctl reload ssh
#       验证：sshd -T | grep -i '^ciphers '
package encryption.sshd_weak_ciphers

import data.lib.ssh

deny contains {"msg": msg, "args": {"algorithms": algorithms}} if {
	refused := ssh.refused(input.facts.ciphers, data.parameters.ssh_ciphers_allowed)
	count(refused) > 0
	algorithms := concat(", ", refused)
	msg := sprintf("%s offers ciphers that are not allowed: %s", [input.name, algorithms])
}

unknown contains {"msg": msg} if {
	unheard_of := ssh.unheard_of(input.facts.ciphers, data.parameters.ssh_ciphers_allowed)
	count(unheard_of) > 0
	msg := sprintf("the strength of these ciphers is not known: %s", [concat(", ", unheard_of)])
}
