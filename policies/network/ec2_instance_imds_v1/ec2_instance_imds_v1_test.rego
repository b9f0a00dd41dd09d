package network.ec2_instance_imds_v1_test

import data.network.ec2_instance_imds_v1 as check

instance(metadata, interfaces) := {
	"id": "arn:aws:ec2:eu-west-1:123456789012:instance/i-1",
	"type": "ec2.instance",
	"name": "i-1",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {"state": "running", "metadata": metadata, "profile": null, "interfaces": interfaces},
}

metadata(enabled, token) := {"enabled": enabled, "token_required": token, "hop_limit": 1}

test_fail_without_tokens if {
	count(check.deny) == 1 with input as instance(metadata(true, false), [])
}

test_pass_with_tokens if {
	count(check.deny) == 0 with input as instance(metadata(true, true), [])
}

test_not_applicable_when_switched_off if {
	check.not_applicable with input as instance(metadata(false, false), [])
	not check.not_applicable with input as instance(metadata(true, false), [])
}
