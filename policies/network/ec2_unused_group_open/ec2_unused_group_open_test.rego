package network.ec2_unused_group_open_test

import data.network.ec2_unused_group_open as check

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

test_fail_when_it_lies_ready if {
	count(check.deny) == 1 with input as group([tcp(22, 22, "0.0.0.0/0")], 0) with data.parameters as limits
}

test_pass_when_it_is_closed if {
	count(check.deny) == 0 with input as group([tcp(443, 443, "0.0.0.0/0")], 0) with data.parameters as limits
}

test_not_applicable_when_it_is_used if {
	check.not_applicable with input as group([], 1) with data.parameters as limits
	not check.not_applicable with input as group([], 0) with data.parameters as limits
}
