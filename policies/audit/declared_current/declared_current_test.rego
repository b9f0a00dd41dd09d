package audit.declared_current_test

import data.audit.declared_current as check

entry(change) := {
	"id": "declared:x/a",
	"type": "declared.inventory",
	"name": "a",
	"target": "declared",
	"labels": {},
	"dataset": null,
	"facts": object.union(
		{
			"owner": "it",
			"declared_on": "2026-11-01",
			"expires_on": "2027-01-31",
			"watch": [{"people": ["ann"], "hours": "24x7"}],
			"dlp_channels": ["mail"],
			"entries": {"security_software": 1},
		},
		change,
	),
}

now := {"now": "2026-11-28T12:00:00Z"}

later := {"now": "2027-02-01T00:00:00Z"}

limits := {"declared_max_days": 92}

found(change, run) := amount if {
	amount := count(check.deny) with input as entry(change) with data.run as run with data.parameters as limits
}

test_pass_when_recent if {
	found({}, now) == 0
	found({"expires_on": "2026-11-28"}, now) == 0
}

test_fail_when_old_or_expired if {
	found({}, later) == 1
	found({"declared_on": "2026-08-01"}, now) == 1
	found({"expires_on": "2026-11-27"}, now) == 1
}

test_unknown_with_a_date_that_is_none_or_to_come if {
	every change in [{"declared_on": "2026-12-01"}, {"declared_on": "soon"}] {
		count(check.unknown) == 1 with input as entry(change) with data.run as now with data.parameters as limits
	}
}
