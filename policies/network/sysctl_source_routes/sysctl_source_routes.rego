# METADATA
# title: Packets do not bring their own route
# description: >-
#   A packet with a source route reaches machines behind this one that the firewall keeps apart, under
#   any sender's name.
# related_resources:
#   - ref: https://www.kernel.org/doc/html/latest/networking/ip-sysctl.html
# custom:
#   id: sysctl-source-routes
#   resource: server.host
#   severity: medium
#   controls: [net-firewall-present]
#   remediation: |
#     Create /etc/sysctl.d/90-source-routes.conf with
#       net.ipv4.conf.all.accept_source_route = 0
#       net.ipv4.conf.default.accept_source_route = 0
#       net.ipv6.conf.all.accept_source_route = 0
#       net.ipv6.conf.default.accept_source_route = 0
#     then: sysctl --system. Verify: sysctl -a | grep accept_source_route
#   zh:
#     title: 不接受源路由数据包
#     message: "{id} 接受源路由数据包（{interfaces}）"
#     remediation: |
#       新建 /etc/sysctl.d/90-source-routes.conf，写入
#         net.ipv4.conf.all.accept_source_route = 0
#         net.ipv4.conf.default.accept_source_route = 0
#         net.ipv6.conf.all.accept_source_route = 0
#         net.ipv6.conf.default.accept_source_route = 0
#       然后执行 sysctl --system。验证：sysctl -a | grep accept_source_route
package network.sysctl_source_routes

deny contains {"msg": msg, "args": {"interfaces": names}} if {
	names := concat(", ", input.facts.sysctl.source_routes_accepted)
	names != ""
	msg := sprintf("%s takes packets with a route of their own (%s)", [input.name, names])
}
