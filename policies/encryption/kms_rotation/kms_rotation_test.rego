package encryption.kms_rotation_test

import data.encryption.kms_rotation as check

key(facts) := {
	"id": "arn:aws:kms:eu-west-1:111122223333:key/k1",
	"type": "kms.key",
	"name": "k1",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

described := {
	"manager": "CUSTOMER",
	"state": "Enabled",
	"usage": "ENCRYPT_DECRYPT",
	"spec": "SYMMETRIC_DEFAULT",
	"origin": "AWS_KMS",
	"deletion_date": null,
	"material_expires": null,
}

rotating(supported, enabled, days) := key({
	"key": described,
	"rotation": {"supported": supported, "enabled": enabled, "period_days": days},
})

denied(facts) := amount if {
	amount := count(check.deny) with input as facts with data.parameters as {"kms_rotation_max_days": 365}
}

test_pass_when_it_rotates_in_time if {
	denied(rotating(true, true, 365)) == 0
	denied(rotating(true, true, 90)) == 0
}

test_fail_when_it_does_not_rotate if {
	denied(rotating(true, false, null)) == 1
}

test_fail_when_it_rotates_seldom if {
	denied(rotating(true, true, 2560)) == 1
}

test_unknown_when_kms_says_it_cannot if {
	facts := rotating(false, false, null)
	denied(facts) == 0
	count(check.unknown) == 1 with input as facts
	count(check.unknown) == 0 with input as rotating(true, true, 365)
}

test_not_applicable_to_keys_that_cannot if {
	every change in [
		{"manager": "AWS"},
		{"state": "Disabled"},
		{"state": "PendingDeletion"},
		{"origin": "EXTERNAL"},
		{"origin": "AWS_CLOUDHSM"},
		{"usage": "SIGN_VERIFY", "spec": "RSA_2048"},
		{"usage": "GENERATE_VERIFY_MAC", "spec": "HMAC_256"},
	] {
		check.not_applicable with input as key({"key": object.union(described, change)})
	}
	not check.not_applicable with input as key({"key": described})
}
