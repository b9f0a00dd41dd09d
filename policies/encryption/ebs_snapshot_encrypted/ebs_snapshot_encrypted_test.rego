package encryption.ebs_snapshot_encrypted_test

import data.encryption.ebs_snapshot_encrypted as check

resource(facts) := {
	"id": "arn:aws:ec2:eu-west-1::snapshot/snap-1",
	"type": "ebs.snapshot",
	"name": "snap-1",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

facts(encrypted) := {"snapshot": {"encrypted": encrypted, "kms_key_id": null, "created": "2026-11-01T00:00:00Z"}}

test_pass_when_encrypted if {
	count(check.deny) == 0 with input as resource(facts(true))
}

test_fail_when_plain if {
	count(check.deny) == 1 with input as resource(facts(false))
}
