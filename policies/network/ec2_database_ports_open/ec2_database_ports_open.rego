# METADATA
# title: Database and cache ports are not open to the world
# description: >-
#   Databases, caches and file shares hold the customer information itself; nobody outside needs to
#   reach them. Split ranges (0.0.0.0/1 with 128.0.0.0/1), IPv6, prefix lists, port ranges and rules
#   for every protocol count. A group without network interfaces protects nothing and is left to
#   ec2-unused-group-open. Network ACLs are not weighed here: a later edit of one would open the port
#   again; ec2-instance-admin-exposed follows both.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
#   - ref: https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html
# custom:
#   id: ec2-database-ports-open
#   resource: ec2.security_group
#   severity: critical
#   controls: [net-firewall-present, net-secure-storage-hosts, lp-no-unauthorised-access]
#   remediation: |
#     Take the rule away, for IPv4 and IPv6 (-1 and no --port for rules of every protocol):
#       aws ec2 revoke-security-group-ingress --group-id GROUP --protocol PROTOCOL --port PORT --cidr 0.0.0.0/0
#       aws ec2 revoke-security-group-ingress --group-id GROUP --ip-permissions \
#         'IpProtocol=PROTOCOL,FromPort=PORT,ToPort=PORT,Ipv6Ranges=[{CidrIpv6=::/0}]'
#     Name the group of the application as the source instead (--source-group APPGROUP).
#     Verify: aws ec2 describe-security-group-rules --filters Name=group-id,Values=GROUP
#   zh:
#     title: 数据库和缓存端口不对全网开放
#     message: "{id} 将数据库端口 {port} 对全网开放"
#     remediation: |
#       删除规则（IPv4 与 IPv6）：
#         aws ec2 revoke-security-group-ingress --group-id GROUP --protocol PROTOCOL --port PORT --cidr 0.0.0.0/0
#         aws ec2 revoke-security-group-ingress --group-id GROUP --ip-permissions \
#           'IpProtocol=PROTOCOL,FromPort=PORT,ToPort=PORT,Ipv6Ranges=[{CidrIpv6=::/0}]'
#       改用应用所在安全组作为来源（--source-group APPGROUP）。
#       验证：aws ec2 describe-security-group-rules --filters Name=group-id,Values=GROUP
package network.ec2_database_ports_open

import data.lib.reachability

deny contains {"msg": msg, "path": port, "args": {"port": port}} if {
	some port in reachability.open_ports(input.facts.inbound, data.parameters.aws_database_ports, world)
	msg := sprintf("%s lets the whole internet reach %s", [input.name, port])
}

not_applicable if input.facts.attached.interfaces == 0

world := {"ipv4": data.parameters.aws_world_share, "ipv6": data.parameters.aws_world_share}
