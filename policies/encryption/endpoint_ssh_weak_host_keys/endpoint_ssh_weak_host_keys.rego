# METADATA
# title: SSH endpoints offer only strong host key algorithms
# description: >-
#   What the server really offers to everybody who connects, before any login. Whoever records or alters
#   the traffic can use weak host key algorithms to read or change what administrators see. Algorithms
#   of unknown strength are reported as undecided rather than as good.
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config
#   - ref: https://www.rfc-editor.org/rfc/rfc9142
# custom:
#   id: endpoint-ssh-weak-host-keys
#   resource: endpoint.ssh
#   severity: medium
#   controls: [enc-standard-algorithms, enc-in-transit-tls]
#   remediation: |
#     For OpenSSH make /etc/ssh/sshd_config.d/10-weak-host-keys.conf with
#       HostKeyAlgorithms -ssh-rsa*,ssh-dss*
#     and load it, keeping one session open: sshd -t && systemctl reload ssh
#     Other programs (appliances, libssh): see their manual, or keep the port off customer networks. Verify:
#       ssh -vv -o BatchMode=yes -p PORT HOST true 2>&1 | grep -A9 'peer server KEXINIT'
#   zh:
#     title: SSH 端点只提供强主机密钥算法
#     message: "{id} 实际提供不允许的主机密钥算法：{algorithms}"
#     remediation: |
#       OpenSSH：新建 /etc/ssh/sshd_config.d/10-weak-host-keys.conf，写入
#         HostKeyAlgorithms -ssh-rsa*,ssh-dss*
#       保留一个会话并加载：sshd -t && systemctl reload ssh
#       验证：ssh -vv -o BatchMode=yes -p PORT HOST true 2>&1 | grep -A9 'peer server KEXINIT'
package encryption.endpoint_ssh_weak_host_keys

import data.lib.ssh

deny contains {"msg": msg, "args": {"algorithms": algorithms}} if {
	refused := ssh.refused(input.facts.hostkeyalgorithms, data.parameters.ssh_host_keys_allowed)
	count(refused) > 0
	algorithms := concat(", ", refused)
	msg := sprintf("%s offers host key algorithms that are not allowed: %s", [input.name, algorithms])
}

deny contains {"msg": msg, "path": key.type, "args": {"algorithms": algorithms}} if {
	some key in input.facts.host_keys
	key.type == "ssh-rsa"
	key.bits < data.parameters.ssh_rsa_key_bits
	algorithms := sprintf("%s %v", [key.type, key.bits])
	msg := sprintf("%s shows a short host key: %s", [input.name, algorithms])
}

unknown contains {"msg": msg} if {
	odd := ssh.unheard_of(input.facts.hostkeyalgorithms, data.parameters.ssh_host_keys_allowed)
	count(odd) > 0
	msg := sprintf("the strength of host key algorithms is not known: %s", [concat(", ", odd)])
}
