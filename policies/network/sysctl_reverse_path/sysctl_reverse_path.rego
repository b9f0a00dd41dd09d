# METADATA
# title: Senders are checked against the routes
# description: >-
#   Without the reverse path filter, packets come in with a sender that cannot be there, such as an
#   internal address from outside, and meet the rules made for that sender. The loose mode (2) is enough
#   for machines with several ways out. Interfaces of containers come and go with their own settings.
# related_resources:
#   - ref: https://www.kernel.org/doc/html/latest/networking/ip-sysctl.html
# custom:
#   id: sysctl-reverse-path
#   resource: server.host
#   severity: low
#   controls: [net-firewall-present]
#   remediation: |
#     Create /etc/sysctl.d/90-reverse-path.conf with
#       net.ipv4.conf.all.rp_filter = 2
#       net.ipv4.conf.default.rp_filter = 2
#     then: sysctl --system. Verify: sysctl -a | grep '\.rp_filter'
#   zh:
#     title: 按路由校验来源地址
#     message: "{id} 不校验来源地址（{interfaces}）"
#     remediation: |
#       新建 /etc/sysctl.d/90-reverse-path.conf，写入
#         net.ipv4.conf.all.rp_filter = 2
#         net.ipv4.conf.default.rp_filter = 2
#       然后执行 sysctl --system。验证：sysctl -a | grep '\.rp_filter'
package network.sysctl_reverse_path

deny contains {"msg": msg, "args": {"interfaces": names}} if {
	names := concat(", ", input.facts.sysctl.reverse_path_unchecked)
	names != ""
	msg := sprintf("%s does not check where packets come from (%s)", [input.name, names])
}
