package least_privilege.ebs_snapshot_public_test

import data.least_privilege.ebs_snapshot_public as check

resource(facts) := {
	"id": "arn:aws:ec2:eu-west-1::snapshot/snap-1",
	"type": "ebs.snapshot",
	"name": "snap-1",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

facts(public, block) := {"sharing": {"public": public, "accounts": []}, "public_block": block}

test_pass_when_private if {
	count(check.deny) == 0 with input as resource(facts(false, "unblocked"))
}

test_pass_when_the_region_blocks_it if {
	count(check.deny) == 0 with input as resource(facts(true, "block-all-sharing"))
}

test_fail_when_public if {
	count(check.deny) == 1 with input as resource(facts(true, "unblocked"))
	count(check.deny) == 1 with input as resource(facts(true, "block-new-sharing"))
}
