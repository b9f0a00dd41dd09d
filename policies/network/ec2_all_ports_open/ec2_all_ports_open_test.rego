package network.ec2_all_ports_open_test

import data.network.ec2_all_ports_open as check

limits := {
	"aws_admin_ports": ["tcp/22", "tcp/3389"],
	"aws_database_ports": ["tcp/5432"],
	"aws_ports_allowed": ["tcp/80", "tcp/443"],
	"aws_wide_ipv6_share": 0.0001,
	"aws_world_share": 0.5,
	"firewall_wide_share": 0.004,
}

rule(protocol, first, last, ipv4, ipv6) := {
	"protocol": protocol,
	"first_port": first,
	"last_port": last,
	"icmp_type": null,
	"icmp_code": null,
	"ipv4": ipv4,
	"ipv6": ipv6,
	"prefix_lists": [],
	"groups": [],
	"descriptions": [],
}

group(rules, interfaces) := {
	"id": "arn:aws:ec2:eu-west-1:123456789012:security-group/sg-1",
	"type": "ec2.security_group",
	"name": "sg-1",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {
		"group": {"name": "web", "vpc": "vpc-1", "default": false},
		"inbound": rules,
		"outbound": rules,
		"attached": {"interfaces": interfaces, "public": 0, "subnets": []},
	},
}

tcp(first, last, cidr) := rule("tcp", first, last, [cidr], [])

test_fail_for_tcp_and_udp_when_every_protocol_is_open if {
	count(check.deny) == 2 with input as group([rule("all", 0, 65535, [], ["::/0"])], 1) with data.parameters as limits
}

test_fail_when_most_ports_are_open if {
	every rules in [
		[tcp(0, 65535, "0.0.0.0/0")],
		[tcp(1, 21, "0.0.0.0/0"), tcp(23, 65535, "0.0.0.0/0")],
		[tcp(1024, 65535, "0.0.0.0/1"), tcp(0, 65535, "128.0.0.0/1")],
	] {
		count(check.deny) == 1 with input as group(rules, 1) with data.parameters as limits
	}
}

test_pass_otherwise if {
	every rules in [
		[],
		[tcp(443, 443, "0.0.0.0/0")],
		[tcp(0, 65535, "10.0.0.0/8")],
		[rule("all", 0, 65535, [], [])],
		[tcp(8000, 9000, "0.0.0.0/0")],
	] {
		count(check.deny) == 0 with input as group(rules, 1) with data.parameters as limits
	}
}

test_not_applicable_without_interfaces if {
	check.not_applicable with input as group([], 0) with data.parameters as limits
	not check.not_applicable with input as group([], 1) with data.parameters as limits
}
