# METADATA
# title: No group opens all ports to the world
# description: >-
#   A rule for every protocol, or rules for most of the ports of TCP or UDP, that holds for the whole
#   internet is no firewall at all. Split ranges (0.0.0.0/1 with 128.0.0.0/1), IPv6, prefix lists,
#   port ranges and rules for every protocol count. A group without network interfaces protects
#   nothing and is left to ec2-unused-group-open. Network ACLs are not weighed here: a later edit of
#   one would open the port again; ec2-instance-admin-exposed follows both.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
#   - ref: https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html
# custom:
#   id: ec2-all-ports-open
#   resource: ec2.security_group
#   severity: critical
#   controls: [net-firewall-present, net-secure-storage-hosts]
#   remediation: |
#     Take the rule away, for IPv4 and IPv6 (-1 and no --port for rules of every protocol):
#       aws ec2 revoke-security-group-ingress --group-id GROUP --protocol PROTOCOL --port PORT --cidr 0.0.0.0/0
#       aws ec2 revoke-security-group-ingress --group-id GROUP --ip-permissions \
#         'IpProtocol=PROTOCOL,FromPort=PORT,ToPort=PORT,Ipv6Ranges=[{CidrIpv6=::/0}]'
#     Then allow the ports that are needed, one by one.
#     Verify: aws ec2 describe-security-group-rules --filters Name=group-id,Values=GROUP
#   zh:
#     title: 安全组不对全网开放所有端口
#     message: "{id} 将 {protocol} 的大部分端口对全网开放"
#     remediation: |
#       删除规则（IPv4 与 IPv6）：
#         aws ec2 revoke-security-group-ingress --group-id GROUP --protocol PROTOCOL --port PORT --cidr 0.0.0.0/0
#         aws ec2 revoke-security-group-ingress --group-id GROUP --ip-permissions \
#           'IpProtocol=PROTOCOL,FromPort=PORT,ToPort=PORT,Ipv6Ranges=[{CidrIpv6=::/0}]'
#       然后逐一放行所需端口。
#       验证：aws ec2 describe-security-group-rules --filters Name=group-id,Values=GROUP
package network.ec2_all_ports_open

import data.lib.reachability

deny contains {"msg": msg, "path": protocol, "args": {"protocol": protocol}} if {
	some protocol in reachability.mostly(reachability.open_ranges(input.facts.inbound, [], world))
	msg := sprintf("%s opens most ports of %s to the whole internet", [input.name, protocol])
}

not_applicable if input.facts.attached.interfaces == 0

world := {"ipv4": data.parameters.aws_world_share, "ipv6": data.parameters.aws_world_share}
