# METADATA
# title: SSH endpoints offer only strong ciphers
# description: >-
#   What the server really offers to everybody who connects, before any login. Whoever records or alters
#   the traffic can use weak ciphers to read or change what administrators see. Algorithms of unknown
#   strength are reported as undecided rather than as good.
# related_resources:
#   - ref: https://man.openbsd.org/sshd_config
#   - ref: https://www.rfc-editor.org/rfc/rfc9142
# custom:
#   id: endpoint-ssh-weak-ciphers
#   resource: endpoint.ssh
#   severity: high
#   controls: [enc-standard-algorithms, enc-in-transit-tls]
#   remediation: |
#     For OpenSSH make /etc/ssh/sshd_config.d/10-weak-ciphers.conf with
#       Ciphers -*cbc*,arcfour*
#     and load it, keeping one session open: sshd -t && systemctl reload ssh
#     Other programs (appliances, libssh): see their manual, or keep the port off customer networks. Verify:
#       ssh -vv -o BatchMode=yes -p PORT HOST true 2>&1 | grep -A9 'peer server KEXINIT'
#   zh:
#     title: SSH 端点只提供强加密算法
#     message: "{id} 实际提供不允许的加密算法：{algorithms}"
#     remediation: |
#       OpenSSH：新建 /etc/ssh/sshd_config.d/10-weak-ciphers.conf，写入
#         Ciphers -*cbc*,arcfour*
#       保留一个会话并加载：sshd -t && systemctl reload ssh
#       验证：ssh -vv -o BatchMode=yes -p PORT HOST true 2>&1 | grep -A9 'peer server KEXINIT'
package encryption.endpoint_ssh_weak_ciphers

import data.lib.ssh

deny contains {"msg": msg, "args": {"algorithms": algorithms}} if {
	refused := ssh.refused(input.facts.ciphers, data.parameters.ssh_ciphers_allowed)
	count(refused) > 0
	algorithms := concat(", ", refused)
	msg := sprintf("%s offers ciphers that are not allowed: %s", [input.name, algorithms])
}

unknown contains {"msg": msg} if {
	odd := ssh.unheard_of(input.facts.ciphers, data.parameters.ssh_ciphers_allowed)
	count(odd) > 0
	msg := sprintf("the strength of ciphers is not known: %s", [concat(", ", odd)])
}
