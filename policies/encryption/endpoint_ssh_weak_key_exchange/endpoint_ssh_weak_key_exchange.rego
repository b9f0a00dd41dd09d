# METADATA
# title: SSH endpoints offer only strong key exchanges
# description: >-
#   What the server really offers to everybody who connects, before any login. Whoever records or alters
#   the traffic can use weak key exchanges to read or change what administrators see. Algorithms of
#   unknown strength are reported as undecided rather than as good.
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config
#   - ref: https://www.rfc-editor.org/rfc/rfc9142
# custom:
#   id: endpoint-ssh-weak-key-exchange
#   resource: endpoint.ssh
#   severity: high
#   controls: [enc-standard-algorithms, enc-in-transit-tls]
#   remediation: |
#     For OpenSSH make /etc/ssh/sshd_config.d/10-weak-key-exchange.conf with
#       KexAlgorithms -*sha1*
#     and load it, keeping one session open: sshd -t && systemctl reload ssh
#     Other programs (appliances, libssh): see their manual, or keep the port off customer networks. Verify:
#       ssh -vv -o BatchMode=yes -p PORT HOST true 2>&1 | grep -A9 'peer server KEXINIT'
#   zh:
#     title: SSH 端点只提供强密钥交换算法
#     message: "{id} 实际提供不允许的密钥交换算法：{algorithms}"
#     remediation: |
#       OpenSSH：新建 /etc/ssh/sshd_config.d/10-weak-key-exchange.conf，写入
#         KexAlgorithms -*sha1*
#       保留一个会话并加载：sshd -t && systemctl reload ssh
#       验证：ssh -vv -o BatchMode=yes -p PORT HOST true 2>&1 | grep -A9 'peer server KEXINIT'
package encryption.endpoint_ssh_weak_key_exchange

import data.lib.ssh

deny contains {"msg": msg, "args": {"algorithms": algorithms}} if {
	refused := ssh.refused(input.facts.kexalgorithms, data.parameters.ssh_kex_allowed)
	count(refused) > 0
	algorithms := concat(", ", refused)
	msg := sprintf("%s offers key exchanges that are not allowed: %s", [input.name, algorithms])
}

unknown contains {"msg": msg} if {
	odd := ssh.unheard_of(input.facts.kexalgorithms, data.parameters.ssh_kex_allowed)
	count(odd) > 0
	msg := sprintf("the strength of key exchanges is not known: %s", [concat(", ", odd)])
}
