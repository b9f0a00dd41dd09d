# METADATA
# title: The SSH server offers only strong key exchange methods
# description: >-
#   The key exchange protects all that follows. Methods on SHA-1 or the 1024-bit group 1 are within
#   reach of a strong attacker, who can then read recorded sessions. Algorithms of unknown strength,
#   which a newer OpenSSH or a patched one may offer, are reported as undecided rather than as good.
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config
#   - ref: https://www.rfc-editor.org/rfc/rfc9142
# custom:
#   id: sshd-weak-key-exchange
#   resource: server.sshd
#   severity: high
#   controls: [enc-standard-algorithms, enc-in-transit-tls]
#   remediation: |
#     Create /etc/ssh/sshd_config.d/10-weak-key-exchange.conf with
#       KexAlgorithms -*-sha1
#     which takes them out of the built-in list. Check and load it, keeping one session open:
#       sshd -t && systemctl reload ssh
#     (the unit is called sshd on Red Hat and SUSE). Verify:
#       sshd -T | grep -i '^kexalgorithms '
#   zh:
#     title: SSH 服务只提供强密钥交换算法
#     message: "{id} 提供不允许的密钥交换算法：{algorithms}"
#     remediation: |
#       新建 /etc/ssh/sshd_config.d/10-weak-key-exchange.conf，写入
#         KexAlgorithms -*-sha1
#       保留一个会话，检查并加载：
#         sshd -t && systemctl reload ssh
#       验证：sshd -T | grep -i '^kexalgorithms '
package encryption.sshd_weak_key_exchange

import data.lib.ssh

deny contains {"msg": msg, "args": {"algorithms": algorithms}} if {
	refused := ssh.refused(input.facts.kexalgorithms, data.parameters.ssh_kex_allowed)
	count(refused) > 0
	algorithms := concat(", ", refused)
	msg := sprintf("%s offers key exchange methods that are not allowed: %s", [input.name, algorithms])
}

unknown contains {"msg": msg} if {
	unheard_of := ssh.unheard_of(input.facts.kexalgorithms, data.parameters.ssh_kex_allowed)
	count(unheard_of) > 0
	msg := sprintf("the strength of these key exchange methods is not known: %s", [concat(", ", unheard_of)])
}
