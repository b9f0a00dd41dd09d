package backup.efs_backup_test

import data.backup.efs_backup as check

resource(facts) := {
	"id": "arn:aws:elasticfilesystem:eu-west-1:111122223333:file-system/fs-1",
	"type": "efs.file_system",
	"name": "fs-1",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

test_pass_when_on if {
	count(check.deny) == 0 with input as resource({"backup": "ENABLED"})
	count(check.deny) == 0 with input as resource({"backup": "ENABLING"})
}

test_fail_when_off if {
	count(check.deny) == 1 with input as resource({"backup": "DISABLED"})
	count(check.deny) == 1 with input as resource({"backup": "DISABLING"})
}
