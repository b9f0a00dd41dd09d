package network.ids_rules_age_test

import data.network.ids_rules_age as check

machine(name, updated) := {
	"id": "host:1/intrusion_detection",
	"type": "server.intrusion_detection",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": {"agents": [{
		"name": name,
		"kind": "network",
		"running": true,
		"manager": null,
		"rules_updated": updated,
	}]},
}

denied(updated) := found if {
	found := check.deny with input as machine("suricata", updated)
		with data.run as {"now": "2026-11-20T00:00:00Z"}
		with data.parameters as {"security_software_max_days": 7}
}

test_pass_when_fresh if {
	count(denied("2026-11-13T00:00:00Z")) == 0
}

test_fail_when_stale if {
	count(denied("2026-11-12T23:59:59Z")) == 1
}

test_unknown_when_the_rules_are_not_found if {
	count(check.unknown) == 1 with input as machine("snort", null)
	count(denied(null)) == 0
}

test_not_applicable_without_a_sensor if {
	check.not_applicable with input as machine("falco", null)
	not check.not_applicable with input as machine("snort", null)
}
