# METADATA
# title: A flood of half-open connections does not stop the server
# description: >-
#   With SYN cookies the machine goes on answering when its queue of half-open connections is full.
# related_resources:
#   - ref: https://www.kernel.org/doc/html/latest/networking/ip-sysctl.html
# custom:
#   id: sysctl-syncookies
#   resource: server.host
#   severity: low
#   controls: [net-secure-storage-hosts]
#   remediation: |
#     Create /etc/sysctl.d/90-syncookies.conf with
#       net.ipv4.tcp_syncookies = 1
#     then: sysctl --system. Verify: sysctl net.ipv4.tcp_syncookies
#   zh:
#     title: 防范 SYN 洪水攻击
#     message: "{id} 未启用 SYN cookies"
#     remediation: |
#       新建 /etc/sysctl.d/90-syncookies.conf，写入
#         net.ipv4.tcp_syncookies = 1
#       然后执行 sysctl --system。验证：sysctl net.ipv4.tcp_syncookies
package network.sysctl_syncookies

deny contains {"msg": msg} if {
	input.facts.sysctl.tcp_syncookies == 0
	msg := sprintf("%s has SYN cookies switched off", [input.name])
}

unknown contains {"msg": "the kernel has no SYN cookies, or does not tell"} if {
	input.facts.sysctl.tcp_syncookies == null
}
