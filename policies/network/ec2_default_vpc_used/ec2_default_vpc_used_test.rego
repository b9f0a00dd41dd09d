package network.ec2_default_vpc_used_test

import data.network.ec2_default_vpc_used as check

log(active, failing, traffic) := {
	"active": active,
	"failing": failing,
	"traffic": traffic,
	"destination_type": "s3",
	"destination": "arn:aws:s3:::flows",
}

good := log(true, false, "ALL")

vpc(logs, subnets, interfaces, default_vpc) := {
	"id": "arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-1",
	"type": "ec2.vpc",
	"name": "vpc-1",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {
		"default": default_vpc,
		"used": {"interfaces": interfaces, "public": 0, "subnets": []},
		"flow_logs": {"vpc": logs, "subnets": subnets},
	},
}

test_fail_when_something_runs_in_it if {
	count(check.deny) == 1 with input as vpc([good], [], 2, true)
}

test_pass_when_it_is_empty if {
	count(check.deny) == 0 with input as vpc([], [], 0, true)
}

test_not_applicable_to_other_vpcs if {
	check.not_applicable with input as vpc([], [], 2, false)
	not check.not_applicable with input as vpc([], [], 2, true)
}
