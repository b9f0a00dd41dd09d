package encryption.efs_encrypted_test

import data.encryption.efs_encrypted as check

resource(facts) := {
	"id": "arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs-1",
	"type": "efs.file_system",
	"name": "fs-1",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

facts(encrypted) := {"encryption": {"encrypted": encrypted, "kms_key_id": null}}

test_pass_when_encrypted if {
	count(check.deny) == 0 with input as resource(facts(true))
}

test_fail_when_plain if {
	count(check.deny) == 1 with input as resource(facts(false))
}
