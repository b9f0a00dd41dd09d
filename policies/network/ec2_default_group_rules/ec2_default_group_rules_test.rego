package network.ec2_default_group_rules_test

import data.network.ec2_default_group_rules as check

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

default_group(rules, interfaces) := object.union(
	group(rules, interfaces),
	{"facts": {"group": {"name": "default", "vpc": "vpc-1", "default": true}}},
)

severities(rules, interfaces) := found if {
	denies := check.deny with input as default_group(rules, interfaces)
	found := {each.severity | some each in denies}
}

test_fail_when_it_has_rules if {
	severities([tcp(22, 22, "10.0.0.0/8")], 0) == {"low"}
	severities([tcp(22, 22, "10.0.0.0/8")], 1) == {"medium"}
	count(check.deny) == 1 with input as default_group([tcp(22, 22, "10.0.0.0/8")], 1)
}

test_pass_without_rules if {
	count(check.deny) == 0 with input as default_group([], 1)
}

test_not_applicable_to_other_groups if {
	check.not_applicable with input as group([tcp(22, 22, "10.0.0.0/8")], 1)
	not check.not_applicable with input as default_group([], 1)
}
