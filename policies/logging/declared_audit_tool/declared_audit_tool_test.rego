package logging.declared_audit_tool_test

import data.logging.declared_audit_tool as check

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

rows := tools({})

tools(change) := {"declared.security_software": {"by": {}, "all": [object.union(
	{
		"id": "a",
		"name": "a",
		"target": "declared",
		"kind": "audit_tool",
		"running": true,
		"covers": ["crm"],
		"declared_on": "2026-11-01",
		"expires_on": "2027-12-31",
	},
	change,
)]}}

test_pass_with_one if {
	count(check.deny) == 0 with input as entry({}) with data.run as now with data.inventory as rows
}

test_fail_without_one_that_runs if {
	every change in [{"kind": "edr"}, {"running": false}, {"covers": []}, {"expires_on": "2026-11-27"}] {
		count(check.deny) == 1 with input as entry({}) with data.run as now with data.inventory as tools(change)
	}
}

stale(run) := amount if {
	amount := count(check.unknown) with input as entry({})
		with data.run as run
		with data.inventory as rows
}

test_unknown_when_the_statement_has_expired if {
	stale(later) > 0
	stale(now) == 0
}
