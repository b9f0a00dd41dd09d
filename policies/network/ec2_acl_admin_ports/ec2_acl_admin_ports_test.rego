package network.ec2_acl_admin_ports_test

import data.network.ec2_acl_admin_ports as check

limits := {
	"aws_admin_ports": ["tcp/22", "tcp/3389"],
	"aws_database_ports": ["tcp/5432"],
	"aws_ports_allowed": ["tcp/80", "tcp/443"],
	"aws_wide_ipv6_share": 0.0001,
	"aws_world_share": 0.5,
	"firewall_wide_share": 0.004,
}

entry(number, allow, protocol, ports, ipv4) := {
	"number": number,
	"allow": allow,
	"protocol": protocol,
	"first_port": ports[0],
	"last_port": ports[1],
	"icmp_type": null,
	"icmp_code": null,
	"ipv4": [ipv4],
	"ipv6": [],
}

last := entry(32767, false, "all", [0, 65535], "0.0.0.0/0")

acl(entries, subnets) := {
	"id": "arn:aws:ec2:eu-west-1:123456789012:network-acl/acl-1",
	"type": "ec2.network_acl",
	"name": "acl-1",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {
		"acl": {"vpc": "vpc-1", "default": false, "subnets": subnets},
		"inbound": array.concat(entries, [last]),
		"outbound": [last],
	},
}

everything := entry(100, true, "all", [0, 65535], "0.0.0.0/0")

web := entry(110, true, "tcp", [443, 443], "0.0.0.0/0")

test_fail_when_an_entry_lets_in if {
	every rules in [
		[entry(100, true, "tcp", [22, 22], "0.0.0.0/0")],
		[web, entry(120, true, "tcp", [20, 30], "0.0.0.0/0")],
		[entry(90, true, "tcp", [22, 22], "0.0.0.0/0"), entry(91, false, "tcp", [22, 22], "0.0.0.0/0")],
		[entry(90, true, "tcp", [22, 22], "0.0.0.0/1"), entry(91, true, "tcp", [22, 22], "128.0.0.0/1")],
		[entry(90, false, "tcp", [3389, 3389], "0.0.0.0/0"), everything],
		[entry(90, false, "tcp", [22, 22], "203.0.113.0/24"), entry(91, true, "tcp", [22, 22], "0.0.0.0/0")],
	] {
		count(check.deny) == 1 with input as acl(rules, ["subnet-1"]) with data.parameters as limits
	}
}

test_pass_when_denied_before_or_limited if {
	every rules in [
		[web],
		[entry(90, false, "tcp", [22, 22], "0.0.0.0/0"), entry(91, false, "tcp", [3389, 3389], "0.0.0.0/0"), everything],
		[entry(90, true, "tcp", [22, 22], "10.0.0.0/8")],
		[entry(90, false, "tcp", [0, 1023], "0.0.0.0/0"), entry(95, true, "tcp", [0, 2000], "0.0.0.0/0")],
	] {
		count(check.deny) == 0 with input as acl(rules, ["subnet-1"]) with data.parameters as limits
	}
}

test_not_applicable_when_it_does_not_filter if {
	check.not_applicable with input as acl([everything], ["subnet-1"]) with data.parameters as limits
	check.not_applicable with input as acl([web], []) with data.parameters as limits
	not check.not_applicable with input as acl([web], ["subnet-1"]) with data.parameters as limits
}
