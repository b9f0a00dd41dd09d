# METADATA
# title: Administration ports are not open to wide ranges
# description: >-
#   A source of a /8 or more holds millions of strangers; rules are often made so by a slip of the
#   prefix length. Only addresses of the internet count, so 10.0.0.0/8 is no finding. What is open to
#   the whole world is the finding of ec2-admin-ports-open.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
# custom:
#   id: ec2-admin-ports-wide
#   resource: ec2.security_group
#   severity: medium
#   controls: [net-firewall-present, net-secure-storage-hosts]
#   remediation: |
#     Name the networks that need it, then take the wide source away:
#       aws ec2 authorize-security-group-ingress --group-id GROUP --protocol tcp --port PORT --cidr OFFICE/28
#       aws ec2 revoke-security-group-ingress --group-id GROUP --protocol tcp --port PORT --cidr WIDE
#     Verify: aws ec2 describe-security-group-rules --filters Name=group-id,Values=GROUP
#   zh:
#     title: 管理端口不对过宽的网段开放
#     message: "{id} 将管理端口 {port} 对过宽的网段开放"
#     remediation: |
#       写明所需网段，再删除过宽来源：
#         aws ec2 authorize-security-group-ingress --group-id GROUP --protocol tcp --port PORT --cidr OFFICE/28
#         aws ec2 revoke-security-group-ingress --group-id GROUP --protocol tcp --port PORT --cidr WIDE
#       验证：aws ec2 describe-security-group-rules --filters Name=group-id,Values=GROUP
package network.ec2_admin_ports_wide

import data.lib.reachability

deny contains {"msg": msg, "path": port, "args": {"port": port}} if {
	some port in reachability.open_ports(input.facts.inbound, data.parameters.aws_admin_ports, wide)
	not port in reachability.open_ports(input.facts.inbound, data.parameters.aws_admin_ports, world)
	msg := sprintf("%s lets wide ranges of the internet reach %s", [input.name, port])
}

not_applicable if input.facts.attached.interfaces == 0

wide := {"ipv4": data.parameters.firewall_wide_share, "ipv6": data.parameters.aws_wide_ipv6_share}

world := {"ipv4": data.parameters.aws_world_share, "ipv6": data.parameters.aws_world_share}
