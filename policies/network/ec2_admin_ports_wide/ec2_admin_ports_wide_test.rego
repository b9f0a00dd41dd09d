package network.ec2_admin_ports_wide_test

import data.network.ec2_admin_ports_wide as check

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

test_fail_on_a_wide_source if {
	every rules in [
		[tcp(22, 22, "17.0.0.0/8")],
		[tcp(22, 22, "8.0.0.0/6")],
		[rule("tcp", 22, 22, ["17.0.0.0/9", "17.128.0.0/9"], [])],
		[rule("tcp", 22, 22, [], ["2a00::/12"])],
	] {
		count(check.deny) == 1 with input as group(rules, 1) with data.parameters as limits
	}
}

test_pass_otherwise if {
	every rules in [
		[],
		[tcp(22, 22, "10.0.0.0/8")],
		[tcp(22, 22, "203.0.113.0/24")],
		[tcp(22, 22, "0.0.0.0/0")],
		[rule("tcp", 22, 22, [], ["2001:db8::/32"])],
		[tcp(443, 443, "17.0.0.0/8")],
	] {
		count(check.deny) == 0 with input as group(rules, 1) with data.parameters as limits
	}
}

test_not_applicable_without_interfaces if {
	check.not_applicable with input as group([], 0) with data.parameters as limits
	not check.not_applicable with input as group([], 1) with data.parameters as limits
}
