package encryption.ebs_volume_encrypted_test

import data.encryption.ebs_volume_encrypted as check

resource(facts) := {
	"id": "arn:aws:ec2:eu-west-1:111122223333:volume/vol-1",
	"type": "ebs.volume",
	"name": "vol-1",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

facts(encrypted, instances) := {"volume": {"encrypted": encrypted, "kms_key_id": null, "instances": instances}}

test_pass_when_encrypted if {
	count(check.deny) == 0 with input as resource(facts(true, ["i-1"]))
}

test_fail_when_in_use_in_the_clear if {
	some denied in check.deny with input as resource(facts(false, ["i-1", "i-2"]))
	denied.args.use == "i-1, i-2"
}

test_fail_when_left_over_in_the_clear if {
	some denied in check.deny with input as resource(facts(false, []))
	denied.args.use == "unattached"
}
