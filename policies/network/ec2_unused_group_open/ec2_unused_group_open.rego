# METADATA
# title: Unused groups are not open
# description: >-
#   Nobody is behind a group without network interfaces, so an open port in it harms nobody today. But
#   it lies ready for the next instance, and launch templates may name it. Hence a finding of low
#   severity, in the place of those for used groups.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
# custom:
#   id: ec2-unused-group-open
#   resource: ec2.security_group
#   severity: low
#   controls: [net-firewall-present]
#   remediation: |
#     Delete it, if no launch template, auto scaling group or other group names it:
#       aws ec2 delete-security-group --group-id GROUP
#     Verify: aws ec2 describe-security-groups --group-ids GROUP (gives InvalidGroup.NotFound)
#   zh:
#     title: 未使用的安全组不得开放
#     message: "{id} 未被使用却将 {port} 对全网开放"
#     remediation: |
#       确认启动模板、伸缩组和其他安全组均未引用后删除：
#         aws ec2 delete-security-group --group-id GROUP
#       验证：aws ec2 describe-security-groups --group-ids GROUP（应返回 InvalidGroup.NotFound）
package network.ec2_unused_group_open

import data.lib.reachability

deny contains {"msg": msg, "path": port, "args": {"port": port}} if {
	ports := array.concat(data.parameters.aws_admin_ports, data.parameters.aws_database_ports)
	some port in reachability.open_ports(input.facts.inbound, ports, world)
	msg := sprintf("%s is not used, but would let the whole internet reach %s", [input.name, port])
}

not_applicable if input.facts.attached.interfaces > 0

world := {"ipv4": data.parameters.aws_world_share, "ipv6": data.parameters.aws_world_share}
