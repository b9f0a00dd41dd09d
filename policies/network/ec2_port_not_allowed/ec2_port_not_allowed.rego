# METADATA
# title: Only agreed ports are open to the world
# description: >-
#   What is open to the internet is decided once, in aws_ports_allowed; any other port is open by
#   accident or in a hurry. Ports of administration and databases, and groups that open almost
#   everything, have checks of their own. ICMP is left out. Split ranges (0.0.0.0/1 with 128.0.0.0/1),
#   IPv6, prefix lists, port ranges and rules for every protocol count. A group without network
#   interfaces protects nothing and is left to ec2-unused-group-open. Network ACLs are not weighed
#   here: a later edit of one would open the port again; ec2-instance-admin-exposed follows both.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
# custom:
#   id: ec2-port-not-allowed
#   resource: ec2.security_group
#   severity: medium
#   controls: [net-firewall-present, net-secure-storage-hosts]
#   remediation: |
#     Take the rule away, for IPv4 and IPv6 (-1 and no --port for rules of every protocol):
#       aws ec2 revoke-security-group-ingress --group-id GROUP --protocol PROTOCOL --port PORT --cidr 0.0.0.0/0
#       aws ec2 revoke-security-group-ingress --group-id GROUP --ip-permissions \
#         'IpProtocol=PROTOCOL,FromPort=PORT,ToPort=PORT,Ipv6Ranges=[{CidrIpv6=::/0}]'
#     If the service is meant to be public, add its port to aws_ports_allowed.
#     Verify: aws ec2 describe-security-group-rules --filters Name=group-id,Values=GROUP
#   zh:
#     title: 仅允许约定端口对全网开放
#     message: "{id} 将未约定的 {ports} 对全网开放"
#     remediation: |
#       删除规则（IPv4 与 IPv6）：
#         aws ec2 revoke-security-group-ingress --group-id GROUP --protocol PROTOCOL --port PORT --cidr 0.0.0.0/0
#         aws ec2 revoke-security-group-ingress --group-id GROUP --ip-permissions \
#           'IpProtocol=PROTOCOL,FromPort=PORT,ToPort=PORT,Ipv6Ranges=[{CidrIpv6=::/0}]'
#       若该服务确需公开，请将端口加入 aws_ports_allowed。
#       验证：aws ec2 describe-security-group-rules --filters Name=group-id,Values=GROUP
package network.ec2_port_not_allowed

import data.lib.reachability

deny contains {"msg": msg, "path": ports, "args": {"ports": ports}} if {
	some range in open_ranges
	not range.protocol in reachability.mostly(open_ranges)
	ports := reachability.text(range)
	not ports in judged
	msg := sprintf("%s opens %s to the whole internet", [input.name, ports])
}

# Protocols without ports, such as GRE (47) and ESP (50).
deny contains {"msg": msg, "path": protocol, "args": {"ports": protocol}} if {
	some rule in input.facts.inbound
	protocol := rule.protocol
	not protocol in {"tcp", "udp", "icmp", "icmpv6", "all"}
	not protocol in data.parameters.aws_ports_allowed
	reachability.open(input.facts.inbound, protocol, null, world)
	msg := sprintf("%s opens protocol %s to the whole internet", [input.name, protocol])
}

not_applicable if input.facts.attached.interfaces == 0

open_ranges := reachability.open_ranges(input.facts.inbound, judged, world)

judged := array.concat(
	data.parameters.aws_ports_allowed,
	array.concat(data.parameters.aws_admin_ports, data.parameters.aws_database_ports),
)

world := {"ipv4": data.parameters.aws_world_share, "ipv6": data.parameters.aws_world_share}
