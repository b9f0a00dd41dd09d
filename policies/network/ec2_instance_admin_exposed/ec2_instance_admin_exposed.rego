# METADATA
# title: No instance on the internet has an open administration port
# description: >-
#   An instance with a public IPv4 address or an IPv6 address, in a subnet with a route to an internet gateway, whose
#   security groups together, and the network ACL of its subnet, let the whole internet reach an administration or
#   database port.
# related_resources:
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
#   - ref: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
# custom:
#   id: ec2-instance-admin-exposed
#   resource: ec2.instance
#   severity: critical
#   controls: [net-firewall-present, net-secure-storage-hosts, lp-no-unauthorised-access]
#   needs:
#     ec2.security_group: {facts: [inbound], within: target}
#     ec2.network_acl: {facts: [acl, inbound], within: target}
#     ec2.subnet: {facts: [internet], within: target}
#   remediation: |
#     Close the port in the security groups of the interface, and ask whether the public address is needed:
#       aws ec2 revoke-security-group-ingress --group-id GROUP --protocol tcp --port PORT --cidr 0.0.0.0/0
#       aws ssm start-session --target INSTANCE
#     Verify: nc -vz ADDRESS PORT (from outside)
#   zh:
#     title: 公网实例不得开放管理端口
#     message: "{id} 的 {port} 可从全网访问"
#     remediation: |
#       在接口的安全组中关闭端口，并确认是否需要公网地址：
#         aws ec2 revoke-security-group-ingress --group-id GROUP --protocol tcp --port PORT --cidr 0.0.0.0/0
#         aws ssm start-session --target INSTANCE
#       验证：从外部执行 nc -vz ADDRESS PORT
package network.ec2_instance_admin_exposed

import data.lib.reachability

deny contains {"msg": msg, "path": port, "args": {"port": port}} if {
	some port in exposed
	msg := sprintf("the whole internet can reach %s of %s", [port, input.name])
}

unknown contains {"msg": msg} if {
	some door in doors
	not known(door.interface)
	text := "the subnet %s, its network ACL or the groups of %s are not visible to this account"
	msg := sprintf(text, [door.interface.subnet, input.name])
}

unknown contains {"msg": msg} if {
	some door in doors
	internet(door) == "through"
	some port in open(door)
	text := "%s lets %s in from the internet through something that may filter it: look what it lets through"
	msg := sprintf(text, [input.name, port])
}

not_applicable if count(doors) == 0

# Every way in from outside: an interface, and the family of its address.
doors := array.concat(
	[{"interface": interface, "family": "ipv4"} |
		some interface in input.facts.interfaces
		is_string(interface.public_ipv4)
	],
	[{"interface": interface, "family": "ipv6"} |
		some interface in input.facts.interfaces
		count(interface.ipv6) > 0
	],
)

exposed := {port |
	some door in doors
	internet(door) == "direct"
	some port in open(door)
}

open(door) := {port |
	some acl in acls(door.interface)
	some port in reachability.through_both(rules(door.interface), acl.inbound, ports, door.family, share)
}

internet(door) := row.internet[door.family] if {
	some row in data.inventory["ec2.subnet"].by.target[input.target]
	row.name == door.interface.subnet
}

ports := array.concat(data.parameters.aws_admin_ports, data.parameters.aws_database_ports)

share := data.parameters.aws_world_share

rules(interface) := [rule |
	some group in data.inventory["ec2.security_group"].by.target[input.target]
	group.name in interface.groups
	some rule in group.inbound
]

acls(interface) := [acl |
	some acl in data.inventory["ec2.network_acl"].by.target[input.target]
	interface.subnet in acl.acl.subnets
]

known(interface) if {
	count(acls(interface)) > 0
	interface.subnet in {row.name | some row in data.inventory["ec2.subnet"].by.target[input.target]}
	names := {group.name | some group in data.inventory["ec2.security_group"].by.target[input.target]}
	every group in interface.groups {
		group in names
	}
}
