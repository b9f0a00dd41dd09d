package network.ec2_acl_dead_deny_test

import data.network.ec2_acl_dead_deny as check

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

test_fail_when_all_of_it_is_allowed_before if {
	every rules in [
		[everything, entry(200, false, "tcp", [22, 22], "203.0.113.0/24")],
		[entry(90, true, "tcp", [0, 1023], "203.0.0.0/16"), entry(91, false, "tcp", [22, 22], "203.0.113.0/24")],
	] {
		count(check.deny) == 1 with input as acl(rules, ["subnet-1"])
	}
}

test_pass_when_it_works if {
	every rules in [
		[],
		[entry(90, false, "tcp", [22, 22], "203.0.113.0/24"), everything],
		[entry(90, true, "tcp", [22, 22], "203.0.113.0/24"), entry(91, false, "tcp", [22, 22], "0.0.0.0/0")],
		[web, entry(120, false, "udp", [443, 443], "0.0.0.0/0")],
	] {
		count(check.deny) == 0 with input as acl(rules, ["subnet-1"])
	}
}

test_not_applicable_without_subnets if {
	check.not_applicable with input as acl([web], [])
	not check.not_applicable with input as acl([web], ["subnet-1"])
}
