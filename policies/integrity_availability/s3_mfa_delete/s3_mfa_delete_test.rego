package integrity_availability.s3_mfa_delete_test

import data.integrity_availability.s3_mfa_delete as check

bucket(facts) := {
	"id": "arn:aws:s3:::b",
	"type": "s3.bucket",
	"name": "b",
	"target": "prod",
	"labels": {},
	"dataset": dataset("general"),
	"facts": facts,
}

dataset(classification) := {
	"ids": ["crm"],
	"classification": classification,
	"retention_days": 365,
	"owner": "sales",
}

sensitive(status, mfa_delete) := object.union(
	bucket({"versioning": {"status": status, "mfa_delete": mfa_delete}}),
	{"dataset": dataset("sensitive")},
)

test_pass_when_on if {
	count(check.deny) == 0 with input as sensitive("Enabled", true)
	not check.not_applicable with input as sensitive("Enabled", true)
}

test_fail_when_off if {
	count(check.deny) == 1 with input as sensitive("Enabled", false)
}

test_not_applicable_to_others if {
	check.not_applicable with input as sensitive("Disabled", false)
	check.not_applicable with input as bucket({"versioning": {"status": "Enabled", "mfa_delete": false}})
	none := object.union(sensitive("Enabled", false), {"dataset": null})
	check.not_applicable with input as none
}
