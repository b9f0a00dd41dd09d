package network.ec2_subnet_public_addresses_test

import data.network.ec2_subnet_public_addresses as check

subnet(public, default_subnet) := {
	"id": "arn:aws:ec2:eu-west-1:123456789012:subnet/subnet-1",
	"type": "ec2.subnet",
	"name": "subnet-1",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {"subnet": {
		"vpc": "vpc-1",
		"default": default_subnet,
		"public_ipv4_on_launch": public,
		"ipv6_on_launch": false,
	}},
}

test_fail_when_it_hands_them_out if {
	count(check.deny) == 1 with input as subnet(true, false)
}

test_pass_when_it_does_not if {
	count(check.deny) == 0 with input as subnet(false, false)
}

test_not_applicable_to_default_subnets if {
	check.not_applicable with input as subnet(true, true)
	not check.not_applicable with input as subnet(true, false)
}
