package data_classification.declared_sensitive_fields_test

import data.data_classification.declared_sensitive_fields as check

entry(change) := {
	"id": "declared:x/a",
	"type": "declared.data_store",
	"name": "a",
	"target": "declared",
	"labels": {},
	"dataset": null,
	"facts": object.union(
		{
			"owner": "it",
			"declared_on": "2026-11-01",
			"expires_on": "2027-01-31",
			"contains": ["name", "phone"],
			"classification": "general",
		},
		change,
	),
}

now := {"now": "2026-11-28T12:00:00Z"}

later := {"now": "2027-02-01T00:00:00Z"}

found(change) := amount if {
	amount := count(check.deny) with input as entry(change) with data.run as now with data.parameters as limits
}

limits := {"sensitive_field_kinds": ["id_card_number", "bank_card_number", "transaction_record"]}

test_pass_when_nothing_sensitive_is_general if {
	found({}) == 0
	found({"contains": ["id_card_number"], "classification": "sensitive"}) == 0
}

test_fail_when_something_is if {
	every kind in limits.sensitive_field_kinds {
		found({"contains": ["name", kind]}) == 1
	}
}

stale(run) := amount if {
	amount := count(check.unknown) with input as entry({})
		with data.run as run
		with data.parameters as limits
}

test_unknown_when_the_statement_has_expired if {
	stale(later) > 0
	stale(now) == 0
}
