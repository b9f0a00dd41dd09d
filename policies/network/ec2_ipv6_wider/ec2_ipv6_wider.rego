# METADATA
# title: IPv6 is not open where IPv4 is limited
# description: >-
#   A port that is limited to some networks over IPv4 and open to ::/0 is not limited: whoever is
#   refused over the one comes by the other.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
# custom:
#   id: ec2-ipv6-wider
#   resource: ec2.security_group
#   severity: high
#   controls: [net-firewall-present, net-secure-storage-hosts]
#   remediation: |
#     Give IPv6 the same limits as IPv4:
#       aws ec2 revoke-security-group-ingress --group-id GROUP --ip-permissions \
#         'IpProtocol=PROTOCOL,FromPort=FIRST,ToPort=LAST,Ipv6Ranges=[{CidrIpv6=::/0}]'
#     Verify: aws ec2 describe-security-group-rules --filters Name=group-id,Values=GROUP
#   zh:
#     title: IPv6 不得比 IPv4 更开放
#     message: "{id} 的 {ports} 在 IPv4 受限却通过 IPv6 对全网开放"
#     remediation: |
#       使 IPv6 与 IPv4 的限制一致：
#         aws ec2 revoke-security-group-ingress --group-id GROUP --ip-permissions \
#           'IpProtocol=PROTOCOL,FromPort=FIRST,ToPort=LAST,Ipv6Ranges=[{CidrIpv6=::/0}]'
#       验证：aws ec2 describe-security-group-rules --filters Name=group-id,Values=GROUP
package network.ec2_ipv6_wider

import data.lib.reachability

deny contains {"msg": msg, "path": ports, "args": {"ports": ports}} if {
	some range in reachability.open_ranges(reachability.only(input.facts.inbound, "ipv6"), [], world)
	limited(range)
	ports := reachability.text(range)
	msg := sprintf("%s limits %s over IPv4 but opens it to the world over IPv6", [input.name, ports])
}

not_applicable if input.facts.attached.interfaces == 0

limited(range) if {
	rules := reachability.only(input.facts.inbound, "ipv4")
	count(reachability.networks(rules, range.protocol, range.first).ipv4) > 0
	not reachability.open(rules, range.protocol, range.first, world)
}

world := {"ipv4": data.parameters.aws_world_share, "ipv6": data.parameters.aws_world_share}
