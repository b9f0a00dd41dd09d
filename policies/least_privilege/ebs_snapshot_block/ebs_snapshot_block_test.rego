package least_privilege.ebs_snapshot_block_test

import data.least_privilege.ebs_snapshot_block as check

resource(facts) := {
	"id": "aws:111122223333/eu-west-1/ebs",
	"type": "ebs.region",
	"name": "eu-west-1",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

test_pass_when_blocked if {
	count(check.deny) == 0 with input as resource({"snapshot_block": "block-all-sharing"})
	count(check.deny) == 0 with input as resource({"snapshot_block": "block-new-sharing"})
}

test_fail_when_unblocked if {
	count(check.deny) == 1 with input as resource({"snapshot_block": "unblocked"})
}
