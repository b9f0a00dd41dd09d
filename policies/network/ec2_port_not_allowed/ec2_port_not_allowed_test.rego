package network.ec2_port_not_allowed_test

import data.network.ec2_port_not_allowed as check

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

test_fail_when_another_port_is_open if {
	every rules in [
		[tcp(8080, 8080, "0.0.0.0/0")],
		[tcp(8000, 9000, "0.0.0.0/0")],
		[rule("tcp", 8080, 8080, [], ["::/0"])],
		[rule("udp", 443, 443, ["0.0.0.0/0"], [])],
		[rule("47", null, null, ["0.0.0.0/0"], [])],
		[tcp(442, 443, "0.0.0.0/0")],
	] {
		count(check.deny) == 1 with input as group(rules, 1) with data.parameters as limits
	}
}

test_pass_when_agreed_or_judged_elsewhere if {
	every rules in [
		[],
		[tcp(80, 80, "0.0.0.0/0"), tcp(443, 443, "0.0.0.0/0")],
		[tcp(22, 22, "0.0.0.0/0")],
		[tcp(5432, 5432, "0.0.0.0/0")],
		[tcp(0, 65535, "0.0.0.0/0")],
		[tcp(8080, 8080, "198.51.100.0/24")],
		[rule("icmp", null, null, ["0.0.0.0/0"], [])],
	] {
		count(check.deny) == 0 with input as group(rules, 1) with data.parameters as limits
	}
}

test_not_applicable_without_interfaces if {
	check.not_applicable with input as group([], 0) with data.parameters as limits
	not check.not_applicable with input as group([], 1) with data.parameters as limits
}
