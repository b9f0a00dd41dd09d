package logging.prometheus_alerts_test

import data.logging.prometheus_alerts as check

rule := {
	"name": "MassRead",
	"group": "abuse",
	"file": "/etc/prometheus/rules/abuse.yml",
	"severity": "critical",
	"detects": "abnormal_access_pattern",
	"delay_seconds": 60,
}

host(change) := {"name": "web1", "facts": {"prometheus": object.union(
	{"installed": true, "running": true, "agent": false, "alertmanagers": ["localhost"], "rules": [rule]},
	change,
)}}

found(change) := paths if {
	denied := check.deny with input as host(change)
	paths := {each.path | some each in denied}
}

test_pass_with_rules_that_are_sent if {
	found({}) == set()
}

test_fail_when_something_is_missing if {
	found({"running": false}) == {"running"}
	found({"rules": []}) == {"rules"}
	found({"alertmanagers": []}) == {"alertmanagers"}
}

test_not_applicable_without_one if {
	check.not_applicable with input as host({"installed": false})
	check.not_applicable with input as host({"agent": true})
	not check.not_applicable with input as host({})
}
