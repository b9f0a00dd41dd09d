package integrity_availability.s3_versioning_test

import data.integrity_availability.s3_versioning as check

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

versioned(status) := bucket({"versioning": {"status": status, "mfa_delete": false}})

test_pass_when_enabled if {
	count(check.deny) == 0 with input as versioned("Enabled")
}

test_fail_when_suspended_or_disabled if {
	count(check.deny) == 1 with input as versioned("Suspended")
	count(check.deny) == 1 with input as versioned("Disabled")
}
