# METADATA
# title: The SSH server offers only strong host key algorithms
# description: >-
#   The host key proves to an administrator that the server is the right one. DSA keys and RSA
#   signatures with SHA-1 (ssh-rsa) can be forged, which lets an attacker sit between both. Algorithms
#   of unknown strength, which a newer OpenSSH or a patched one may offer, are reported as undecided
#   rather than as good.
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config
#   - ref: https://www.rfc-editor.org/rfc/rfc9142
# custom:
#   id: sshd-weak-host-keys
#   resource: server.sshd
#   severity: medium
#   controls: [enc-standard-algorithms, enc-in-transit-tls]
#   remediation: |
#     Create /etc/ssh/sshd_config.d/10-weak-host-keys.conf with
#       HostKeyAlgorithms -ssh-dss*,ssh-rsa*
#     which takes them out of the built-in list. Check and load it, keeping one session open:
#       sshd -t && systemctl reload ssh
#     (the unit is called sshd on Red Hat and SUSE). Verify:
#       sshd -T | grep -i '^hostkeyalgorithms '
#   zh:
#     title: SSH 服务只提供强主机密钥算法
#     message: "{id} 提供不允许的主机密钥算法：{algorithms}"
#     remediation: |
#       新建 /etc/ssh/sshd_config.d/10-weak-host-keys.conf，写入
#         HostKeyAlgorithms -ssh-dss*,ssh-rsa*
#       保留一个会话，检查并加载：
#         sshd -t && systemctl reload ssh
#       验证：sshd -T | grep -i '^hostkeyalgorithms '
package encryption.sshd_weak_host_keys

import data.lib.ssh

deny contains {"msg": msg, "args": {"algorithms": algorithms}} if {
	refused := ssh.refused(input.facts.hostkeyalgorithms, data.parameters.ssh_host_keys_allowed)
	count(refused) > 0
	algorithms := concat(", ", refused)
	msg := sprintf("%s offers host key algorithms that are not allowed: %s", [input.name, algorithms])
}

unknown contains {"msg": msg} if {
	unheard_of := ssh.unheard_of(input.facts.hostkeyalgorithms, data.parameters.ssh_host_keys_allowed)
	count(unheard_of) > 0
	msg := sprintf("the strength of these host key algorithms is not known: %s", [concat(", ", unheard_of)])
}
