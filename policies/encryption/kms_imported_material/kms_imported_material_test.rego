package encryption.kms_imported_material_test

import data.encryption.kms_imported_material as check

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

imported(expires) := key({"key": object.union(described, {"origin": "EXTERNAL", "material_expires": expires})})

denied(facts) := amount if {
	amount := count(check.deny) with input as facts
		with data.parameters as {"kms_material_days_left": 30}
		with data.run as {"now": "2026-11-01T00:00:00Z"}
}

test_pass_without_an_end_or_with_a_late_one if {
	denied(imported(null)) == 0
	denied(imported("2026-12-02T00:00:00Z")) == 0
}

test_fail_when_it_ends_soon if {
	denied(imported("2026-11-30T00:00:00Z")) == 1
	denied(imported("2026-10-01T00:00:00Z")) == 1
}

test_unknown_for_what_is_no_time if {
	count(check.unknown) == 1 with input as imported("soon")
	count(check.unknown) == 0 with input as imported(null)
}

test_not_applicable_to_other_keys if {
	check.not_applicable with input as key({"key": described})
	pending := object.union(described, {"origin": "EXTERNAL", "state": "PendingDeletion"})
	check.not_applicable with input as key({"key": pending})
	not check.not_applicable with input as imported(null)
}
