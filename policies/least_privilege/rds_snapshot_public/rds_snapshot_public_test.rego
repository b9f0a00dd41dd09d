package least_privilege.rds_snapshot_public_test

import data.least_privilege.rds_snapshot_public as check

resource(facts) := {
	"id": "arn:aws:rds:eu-west-1:111122223333:snapshot:s1",
	"type": "rds.snapshot",
	"name": "s1",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

test_pass_when_private_or_shared_by_name if {
	count(check.deny) == 0 with input as resource({"sharing": {"public": false, "accounts": ["444455556666"]}})
}

test_fail_when_public if {
	count(check.deny) == 1 with input as resource({"sharing": {"public": true, "accounts": []}})
}
