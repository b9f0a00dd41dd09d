# METADATA
# title: Outbound traffic is limited
# description: >-
#   A group that lets everything out lets customer information out too, once something inside is taken
#   over. AWS makes groups so; hence the low severity.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
# custom:
#   id: ec2-egress-unrestricted
#   resource: ec2.security_group
#   severity: low
#   controls: [net-secure-storage-hosts, shr-default-deny]
#   remediation: |
#     Allow what the service needs, then take the rule for everything away:
#       aws ec2 authorize-security-group-egress --group-id GROUP --protocol tcp --port 443 --cidr NETWORK
#       aws ec2 revoke-security-group-egress --group-id GROUP --protocol=-1 --cidr 0.0.0.0/0
#     Verify: aws ec2 describe-security-group-rules --filters Name=group-id,Values=GROUP
#   zh:
#     title: 限制出站流量
#     message: "{id} 允许所有出站流量"
#     remediation: |
#       先放行所需流量，再删除全部放行规则：
#         aws ec2 authorize-security-group-egress --group-id GROUP --protocol tcp --port 443 --cidr NETWORK
#         aws ec2 revoke-security-group-egress --group-id GROUP --protocol=-1 --cidr 0.0.0.0/0
#       验证：aws ec2 describe-security-group-rules --filters Name=group-id,Values=GROUP
package network.ec2_egress_unrestricted

import data.lib.reachability

deny contains {"msg": msg} if {
	count(reachability.mostly(reachability.open_ranges(input.facts.outbound, [], world))) > 0
	msg := sprintf("%s lets everything out to the whole internet", [input.name])
}

not_applicable if input.facts.attached.interfaces == 0

world := {"ipv4": data.parameters.aws_world_share, "ipv6": data.parameters.aws_world_share}
