# METADATA
# title: Memory addresses are random
# description: >-
#   With the layout of memory the same at every start, an error in a program is much easier to turn into
#   a break-in.
# related_resources:
#   - ref: https://www.kernel.org/doc/html/latest/admin-guide/sysctl/kernel.html
# custom:
#   id: sysctl-address-space
#   resource: server.host
#   severity: medium
#   controls: [net-secure-storage-hosts]
#   remediation: |
#     Create /etc/sysctl.d/90-address-space.conf with
#       kernel.randomize_va_space = 2
#     then: sysctl --system. Verify: sysctl kernel.randomize_va_space
#   zh:
#     title: 内存地址随机化
#     message: "{id} 未完全启用地址空间随机化（{value}）"
#     remediation: |
#       新建 /etc/sysctl.d/90-address-space.conf，写入
#         kernel.randomize_va_space = 2
#       然后执行 sysctl --system。验证：sysctl kernel.randomize_va_space
package network.sysctl_address_space

deny contains {"msg": msg, "args": {"value": format_int(value, 10)}} if {
	value := input.facts.sysctl.randomize_va_space
	value < 2
	value >= 0
	msg := sprintf("%s does not place all of memory at random (%v)", [input.name, value])
}

unknown contains {"msg": "the kernel does not tell how it places memory"} if {
	input.facts.sysctl.randomize_va_space == null
}
