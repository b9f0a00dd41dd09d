# METADATA
# title: Neighbours cannot change routes
# description: >-
#   With ICMP redirects a machine on the same network tells others to send their traffic through it. A
#   server with a fixed gateway needs none, and only a router has reason to send any.
# related_resources:
#   - ref: https://www.kernel.org/doc/html/latest/networking/ip-sysctl.html
# custom:
#   id: sysctl-redirects
#   resource: server.host
#   severity: low
#   controls: [net-firewall-present, enc-secure-channel-vpn]
#   remediation: |
#     Create /etc/sysctl.d/90-redirects.conf with
#       net.ipv4.conf.all.accept_redirects = 0
#       net.ipv4.conf.default.accept_redirects = 0
#       net.ipv6.conf.all.accept_redirects = 0
#       net.ipv6.conf.default.accept_redirects = 0
#       net.ipv4.conf.all.send_redirects = 0
#       net.ipv4.conf.default.send_redirects = 0
#     then: sysctl --system. Verify: sysctl -a | grep _redirects (each interface has its own)
#   zh:
#     title: 邻机不能更改路由
#     message: "{id} 接受或发送 ICMP 重定向（{interfaces}）"
#     remediation: |
#       新建 /etc/sysctl.d/90-redirects.conf，写入
#         net.ipv4.conf.all.accept_redirects = 0
#         net.ipv4.conf.default.accept_redirects = 0
#         net.ipv6.conf.all.accept_redirects = 0
#         net.ipv6.conf.default.accept_redirects = 0
#         net.ipv4.conf.all.send_redirects = 0
#         net.ipv4.conf.default.send_redirects = 0
#       然后执行 sysctl --system。验证：sysctl -a | grep _redirects (each interface has its own)
package network.sysctl_redirects

deny contains {"msg": msg, "path": "accepted", "args": {"interfaces": names}} if {
	names := concat(", ", input.facts.sysctl.redirects_accepted)
	names != ""
	msg := sprintf("%s lets neighbours change its routes (%s)", [input.name, names])
}

deny contains {"msg": msg, "path": "sent", "args": {"interfaces": names}} if {
	input.facts.sysctl.ip_forward == 1
	names := concat(", ", input.facts.sysctl.redirects_sent)
	names != ""
	msg := sprintf("%s tells neighbours to change their routes (%s)", [input.name, names])
}
