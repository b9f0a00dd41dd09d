# METADATA
# title: Network ACLs that filter keep the world from administration ports
# description: >-
#   Where somebody filters with a network ACL, it should stop what is tried first. Entries are
#   followed in their order, for IPv4 and IPv6. An ACL that lets everything through, as AWS makes
#   them, leaves the filtering to the security groups and is no finding; neither is one without
#   subnets.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
#   - ref: https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html
# custom:
#   id: ec2-acl-admin-ports
#   resource: ec2.network_acl
#   severity: medium
#   controls: [net-firewall-present]
#   remediation: |
#     Deny the port before the entry that allows it (a lower number), for IPv6 too:
#       aws ec2 create-network-acl-entry --network-acl-id ACL --ingress --rule-number 90 --protocol tcp \
#         --port-range From=PORT,To=PORT --cidr-block 0.0.0.0/0 --rule-action deny
#     A range for answers (1024-65535) that holds an administration port needs such an entry as well.
#     Verify: aws ec2 describe-network-acls --network-acl-ids ACL
#   zh:
#     title: 起过滤作用的网络 ACL 应阻止全网访问管理端口
#     message: "{id} 允许全网访问管理端口 {port}"
#     remediation: |
#       在放行条目之前（较小编号）拒绝该端口，IPv6 亦然：
#         aws ec2 create-network-acl-entry --network-acl-id ACL --ingress --rule-number 90 --protocol tcp \
#           --port-range From=PORT,To=PORT --cidr-block 0.0.0.0/0 --rule-action deny
#       验证：aws ec2 describe-network-acls --network-acl-ids ACL
package network.ec2_acl_admin_ports

import data.lib.reachability

deny contains {"msg": msg, "path": port, "args": {"port": port}} if {
	some port in reachability.acl_open_ports(input.facts.inbound, data.parameters.aws_admin_ports, world)
	msg := sprintf("%s lets the whole internet reach %s", [input.name, port])
}

not_applicable if count(input.facts.acl.subnets) == 0

not_applicable if not reachability.acl_filters(input.facts.inbound)

world := {"ipv4": data.parameters.aws_world_share, "ipv6": data.parameters.aws_world_share}
