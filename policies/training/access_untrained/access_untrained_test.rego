package training.access_untrained_test

import data.training.access_untrained as check

entry(change) := {
	"id": "access:crm/host:1/account/ann",
	"type": "dataset.access",
	"name": "ann on crm",
	"target": "access:datasets",
	"labels": {},
	"dataset": {"ids": ["crm"], "classification": "sensitive", "retention_days": 730, "owner": "crm-team"},
	"facts": object.union({"people": [{"person": "e1", "status": "active"}]}, change),
}

trained(rows) := {"register.training_register": {"all": rows, "by": {"person": {"e1": rows}}}}

row(date, attended) := {
	"id": "t1/e1",
	"name": "t1/e1",
	"target": "registers",
	"person": "e1",
	"date": date,
	"attended": attended,
}

now := {"now": "2026-11-28T12:00:00Z"}

limits := {"training_valid_months": 12}

found(people, rows) := amount if {
	amount := count(check.deny) with input as entry({"people": people})
		with data.run as now
		with data.parameters as limits
		with data.inventory as trained(rows)
}

ann := [{"person": "e1", "status": "active"}]

test_pass_when_trained if {
	found(ann, [row("2026-03-01", true)]) == 0
	found(ann, [row("2020-03-01", true), row("2025-11-28", true)]) == 0
}

test_fail_when_not_absent_too_old_or_to_come if {
	found(ann, []) == 1
	found(ann, [row("2026-03-01", false)]) == 1
	found(ann, [row("2025-11-27", true)]) == 1
	found(ann, [row("2026-12-01", true)]) == 1
	found([{"person": "e2", "status": "active"}], [row("2026-03-01", true)]) == 1
}

test_unknown_with_a_date_that_is_none if {
	count(check.unknown) == 1 with input as entry({})
		with data.run as now
		with data.parameters as limits
		with data.inventory as trained([row("spring", true)])
}

test_not_applicable_without_people_who_work_here if {
	check.not_applicable with input as entry({"people": []})
	check.not_applicable with input as entry({"people": [{"person": "e1", "status": "left"}]})
}
