package encryption.kms_pending_deletion_test

import data.encryption.kms_pending_deletion as check

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

in_state(state, date) := key({"key": object.union(described, {"state": state, "deletion_date": date})})

test_pass_in_other_states if {
	every state in ["Enabled", "Disabled", "PendingImport"] {
		count(check.deny) == 0 with input as in_state(state, null)
	}
}

test_fail_when_a_deletion_is_pending if {
	some denied in check.deny with input as in_state("PendingDeletion", "2026-12-01T00:00:00Z")
	contains(denied.msg, "2026-12-01")
}

test_fail_when_a_replica_is_in_the_way if {
	count(check.deny) == 1 with input as in_state("PendingReplicaDeletion", null)
}
