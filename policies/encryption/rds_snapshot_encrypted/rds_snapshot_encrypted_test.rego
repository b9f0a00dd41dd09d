package encryption.rds_snapshot_encrypted_test

import data.encryption.rds_snapshot_encrypted as check

resource(facts) := {
	"id": "arn:aws:rds:eu-west-1:111122223333:snapshot:s1",
	"type": "rds.snapshot",
	"name": "s1",
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
