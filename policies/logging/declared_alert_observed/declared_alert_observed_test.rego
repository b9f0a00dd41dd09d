package logging.declared_alert_observed_test

import data.logging.declared_alert_observed as check

entry(change) := {
	"id": "declared:x/MassRead",
	"type": "declared.alert_rule",
	"name": "MassRead",
	"target": "declared",
	"labels": {},
	"dataset": null,
	"facts": object.union(
		{
			"owner": "it",
			"declared_on": "2026-11-01",
			"expires_on": "2027-01-31",
			"system": "prometheus",
			"detects": "abnormal_access_pattern",
			"covers": ["crm"],
			"enabled": true,
			"recipients": ["soc@shop.example"],
			"delay_minutes": 6,
			"tested_on": "2026-11-10",
		},
		change,
	),
}

rule := {
	"name": "MassRead",
	"group": "abuse",
	"file": "/etc/prometheus/rules/abuse.yml",
	"severity": "critical",
	"detects": "abnormal_access_pattern",
	"delay_seconds": 360,
}

seen(rules, running) := {"server.alerting": {"all": [{
	"target": "mon1",
	"name": "mon1",
	"prometheus": {"installed": true, "running": running, "agent": false, "alertmanagers": ["localhost"], "rules": rules},
}]}}

now := {"now": "2026-11-28T12:00:00Z"}

later := {"now": "2027-02-01T00:00:00Z"}

found(change, rules) := paths if {
	denied := check.deny with input as entry(change)
		with data.run as now
		with data.inventory as seen(rules, true)
	paths := {each.path | some each in denied}
}

undecided(run, running) := amount if {
	amount := count(check.unknown) with input as entry({})
		with data.run as run
		with data.inventory as seen([rule], running)
}

test_pass_when_it_is_there if {
	found({}, [rule]) == set()
	undecided(now, true) == 0
}

test_fail_when_it_is_not_as_stated if {
	found({}, []) == {"loaded"}
	found({}, [object.union(rule, {"detects": null})]) == {"detects"}
	found({"delay_minutes": 5}, [rule]) == {"delay"}
}

test_not_applicable_elsewhere if {
	check.not_applicable with input as entry({"system": "siem"})
	not check.not_applicable with input as entry({"system": "Prometheus of the shop"})
}

test_unknown_when_none_was_seen_or_the_statement_has_expired if {
	undecided(now, false) == 1
	undecided(later, true) == 1
}
