package network.ec2_vpc_flow_logs_rejected_test

import data.network.ec2_vpc_flow_logs_rejected as check

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

test_fail_when_half_is_missing if {
	count(check.deny) == 1 with input as vpc([log(true, false, "ACCEPT")], [], 1, false)
	count(check.deny) == 1 with input as vpc([log(true, false, "REJECT"), log(false, false, "ALL")], [], 1, false)
}

test_pass_when_all_is_recorded if {
	count(check.deny) == 0 with input as vpc([good], [], 1, false)
	halves := [log(true, false, "ACCEPT"), log(true, false, "REJECT")]
	count(check.deny) == 0 with input as vpc(halves, [], 1, false)
}

test_not_applicable_without_a_log if {
	check.not_applicable with input as vpc([], [], 1, false)
	not check.not_applicable with input as vpc([good], [], 1, false)
}
