# METADATA
# title: Only a router passes packets on
# description: >-
#   A machine that forwards packets is a way around the firewall between the networks that it is in.
#   Where bridges, tunnels or VLANs are there, containers, virtual machines or a VPN are a reason to
#   forward, and nothing is judged.
# related_resources:
#   - ref: https://www.kernel.org/doc/html/latest/networking/ip-sysctl.html
# custom:
#   id: sysctl-forwarding
#   resource: server.host
#   severity: low
#   controls: [net-firewall-present]
#   remediation: |
#     Create /etc/sysctl.d/90-forwarding.conf with
#       net.ipv4.ip_forward = 0
#     then: sysctl --system. Verify: sysctl net.ipv4.ip_forward
#   zh:
#     title: 仅路由器转发数据包
#     message: "{id} 转发 IPv4 数据包"
#     remediation: |
#       新建 /etc/sysctl.d/90-forwarding.conf，写入
#         net.ipv4.ip_forward = 0
#       然后执行 sysctl --system。验证：sysctl net.ipv4.ip_forward
package network.sysctl_forwarding

deny contains {"msg": msg} if {
	input.facts.sysctl.ip_forward == 1
	msg := sprintf("%s forwards packets between networks", [input.name])
}

unknown contains {"msg": "the kernel does not tell whether it forwards"} if input.facts.sysctl.ip_forward == null

not_applicable if count(input.facts.sysctl.carriers) > 0
