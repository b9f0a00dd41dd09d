package network.ec2_instance_admin_exposed_test

import data.network.ec2_instance_admin_exposed as check

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

instance(metadata, interfaces) := {
	"id": "arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
	"type": "ec2.instance",
	"name": "i-1",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {"state": "running", "metadata": metadata, "profile": null, "interfaces": interfaces},
}

inventory(rules, entries) := routed(rules, entries, {"ipv4": "direct", "ipv6": "direct"})

routed(rules, entries, internet) := {
	"ec2.subnet": {"by": {"target": {"prod": [{"name": "subnet-1", "internet": internet}]}}},
	"ec2.security_group": {"by": {"target": {"prod": [{"name": "sg-1", "inbound": rules}]}}},
	"ec2.network_acl": {"by": {"target": {"prod": [{
		"name": "acl-1",
		"acl": {"vpc": "vpc-1", "default": true, "subnets": ["subnet-1"]},
		"inbound": entries,
	}]}}},
}

entry(number, allow, protocol, first, last) := object.union(
	rule(protocol, first, last, ["0.0.0.0/0"], []),
	{"number": number, "allow": allow},
)

allow_all := entry(100, true, "all", 0, 65535)

deny_ssh := entry(90, false, "tcp", 22, 22)

late := object.union(deny_ssh, {"number": 110})

ssh := rule("tcp", 22, 22, ["0.0.0.0/0"], [])

metadata := {"enabled": true, "token_required": true, "hop_limit": 1}

at(address, groups, subnet) := both(address, [], groups, subnet)

both(address, ipv6, groups, subnet) := instance(metadata, [{
	"subnet": subnet,
	"groups": groups,
	"public_ipv4": address,
	"ipv6": ipv6,
}])

machine := at("198.51.100.1", ["sg-1"], "subnet-1")

half := rule("tcp", 22, 22, ["0.0.0.0/1"], [])

other_half := rule("tcp", 22, 22, ["128.0.0.0/1"], [])

denies(rules, entries) := number if {
	known := inventory(rules, entries)
	number := count(check.deny) with input as machine with data.inventory as known with data.parameters as limits
}

test_fail_when_group_and_acl_let_in if {
	denies([ssh], [allow_all]) == 1
	denies([ssh], [allow_all, late]) == 1
	denies([half, other_half], [allow_all]) == 1
	denies([rule("all", 0, 65535, ["0.0.0.0/0"], [])], [allow_all]) == 3
}

test_pass_when_either_stops_it if {
	denies([ssh], [deny_ssh, allow_all]) == 0
	denies([ssh], []) == 0
	denies([rule("tcp", 22, 22, ["203.0.113.0/24"], [])], [allow_all]) == 0
	denies([rule("tcp", 443, 443, ["0.0.0.0/0"], [])], [allow_all]) == 0
}

test_pass_when_they_leave_nothing_in_common if {
	low := object.union(allow_all, {"ipv4": ["0.0.0.0/1"]})
	denies([other_half], [low]) == 0
}

by_ipv6 := both(null, ["2001:db8::1"], ["sg-1"], "subnet-1")

ssh_6 := rule("tcp", 22, 22, [], ["::/0"])

allow_all_6 := object.union(allow_all, {"ipv4": [], "ipv6": ["::/0"]})

test_fail_by_ipv6 if {
	ways := {"ipv4": "none", "ipv6": "direct"}
	count(check.deny) == 1 with input as by_ipv6
		with data.inventory as routed([ssh_6], [allow_all_6], ways)
		with data.parameters as limits
}

test_pass_where_no_route_leads_in if {
	no_way := {"ipv4": "none", "ipv6": "none"}
	every place in [machine, by_ipv6] {
		count(check.deny | check.unknown) == 0 with input as place
			with data.inventory as routed([ssh, ssh_6], [allow_all, allow_all_6], no_way)
			with data.parameters as limits
	}
}

test_unknown_behind_something_that_may_filter if {
	filtered := routed([ssh], [allow_all], {"ipv4": "through", "ipv6": "none"})
	count(check.unknown) == 1 with input as machine with data.inventory as filtered with data.parameters as limits
	count(check.deny) == 0 with input as machine with data.inventory as filtered with data.parameters as limits
	closed := routed([], [allow_all], {"ipv4": "through", "ipv6": "none"})
	count(check.unknown) == 0 with input as machine with data.inventory as closed with data.parameters as limits
}

test_unknown_when_acl_or_group_is_not_visible if {
	elsewhere := inventory([ssh], [allow_all])
	every place in [at("198.51.100.1", ["sg-1"], "subnet-2"), at("198.51.100.1", ["sg-2"], "subnet-1")] {
		count(check.unknown) == 1 with input as place with data.inventory as elsewhere with data.parameters as limits
	}
	count(check.unknown) == 0 with input as machine with data.inventory as elsewhere with data.parameters as limits
}

test_not_applicable_without_a_public_address if {
	check.not_applicable with input as at(null, ["sg-1"], "subnet-1")
	not check.not_applicable with input as by_ipv6
	not check.not_applicable with input as machine
}
