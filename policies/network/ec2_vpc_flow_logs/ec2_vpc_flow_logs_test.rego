package network.ec2_vpc_flow_logs_test

import data.network.ec2_vpc_flow_logs as check

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

subnet(logs) := {"subnet": "subnet-1", "logs": logs}

test_fail_without_a_log_that_works if {
	count(check.deny) == 1 with input as vpc([], [subnet([])], 1, false)
	count(check.deny) == 1 with input as vpc([], [], 1, false)
	count(check.deny) == 1 with input as vpc([log(true, true, "ALL")], [subnet([])], 1, false)
	count(check.deny) == 1 with input as vpc([log(false, false, "ALL")], [subnet([])], 1, false)
	count(check.deny) == 1 with input as vpc([], [subnet([good]), subnet([])], 1, false)
}

test_pass_with_a_log_for_all if {
	count(check.deny) == 0 with input as vpc([good], [subnet([])], 1, false)
	count(check.deny) == 0 with input as vpc([], [subnet([good]), subnet([good])], 1, false)
}

test_not_applicable_when_it_is_not_used if {
	check.not_applicable with input as vpc([], [], 0, true)
	not check.not_applicable with input as vpc([], [], 1, true)
}
