package logging.alert_detection_test

import data.logging.alert_detection as check

rule := {
	"name": "MassRead",
	"group": "abuse",
	"file": "/etc/prometheus/rules/abuse.yml",
	"severity": "critical",
	"detects": "abnormal_access_pattern",
	"delay_seconds": 360,
}

equal(label, value) := {"label": label, "operator": "=", "value": value}

route(matchers, told, continues, wait) := {
	"receiver": "soc",
	"told": told,
	"continues": continues,
	"matchers": matchers,
	"wait_seconds": wait,
}

everything := route([], true, false, 30)

alertmanager(routes) := {
	"installed": true,
	"running": true,
	"receivers": [],
	"routes": routes,
	"inhibitions": [],
}

none := object.union(alertmanager([]), {"installed": false, "running": false})

host(prometheus, local) := {"name": "web1", "facts": {
	"prometheus": object.union(
		{"installed": true, "running": true, "agent": false, "alertmanagers": ["localhost"], "rules": [rule]},
		prometheus,
	),
	"alertmanager": local,
}}

elsewhere(each) := {"server.alerting": {"all": [{"target": "mon1", "name": "mon1", "alertmanager": each}]}}

limits := {"alert_delay_minutes": 15}

found(prometheus, local) := paths if {
	denied := check.deny with input as host(prometheus, local)
		with data.parameters as limits
		with data.inventory as elsewhere(none)
	paths := {each.path | some each in denied}
}

undecided(local, other) := amount if {
	amount := count(check.unknown) with input as host({"alertmanagers": ["localhost"]}, local)
		with data.parameters as limits
		with data.inventory as elsewhere(other)
}

remote(names, other) := amount if {
	amount := count(check.unknown) with input as host({"alertmanagers": names}, none)
		with data.parameters as limits
		with data.inventory as elsewhere(other)
}

test_pass_when_somebody_is_told_in_time if {
	found({}, alertmanager([everything])) == set()
	undecided(alertmanager([everything]), none) == 0
	remote(["mon1"], alertmanager([everything])) == 0
	remote(["mon1.shop.example"], alertmanager([everything])) == 0
}

test_pass_when_only_others_are_dropped if {
	found({}, alertmanager([route([equal("severity", "warning")], false, false, 30), everything])) == set()
	other := [{"label": "detects", "operator": "!=", "value": "abnormal_access_pattern"}]
	found({}, alertmanager([route(other, false, false, 30), everything])) == set()
}

test_fail_when_it_does_not_run if {
	found({"running": false}, alertmanager([everything])) == {"running"}
	found({"alertmanagers": []}, alertmanager([everything])) == {"alertmanagers"}
}

test_fail_when_it_is_late if {
	found({"rules": [object.union(rule, {"delay_seconds": 901})]}, none) == {"late|abuse|MassRead"}
	found({}, alertmanager([route([], true, false, 600)])) == {"late|abuse|MassRead"}
}

test_fail_when_nobody_is_told if {
	found({}, alertmanager([route([], false, false, 30)])) == {"untold|abuse|MassRead"}
	critical := route([equal("severity", "critical")], false, false, 30)
	found({}, alertmanager([critical, everything])) == {"untold|abuse|MassRead"}
	silent := {"inhibitions": [{"source": [], "target": [equal("alertname", "MassRead")], "equal": []}]}
	found({}, object.union(alertmanager([everything]), silent)) == {"untold|abuse|MassRead"}
}

test_not_applicable_without_rules_about_misuse if {
	check.not_applicable with input as host({"rules": []}, none)
	check.not_applicable with input as host({"rules": [object.union(rule, {"detects": null})]}, none)
	check.not_applicable with input as host({"rules": [object.union(rule, {"detects": "other"})]}, none)
	not check.not_applicable with input as host({}, none)
}

test_unknown_when_the_receiver_is_not_seen if {
	undecided(none, none) == 1
	undecided(none, alertmanager([everything])) == 1
	remote(["mon2"], alertmanager([everything])) == 1
	remote(["?"], alertmanager([everything])) == 1
	remote(["mon1"], none) == 1
}

test_unknown_when_labels_decide if {
	undecided(alertmanager([route([equal("team", "b")], false, false, 30), everything]), none) == 1
	undecided(alertmanager([route([equal("team", "b")], true, false, 800), everything]), none) == 1
}

test_unknown_when_one_of_two_tells if {
	local := alertmanager([everything])
	count(check.unknown) == 1 with input as host({"alertmanagers": ["localhost", "mon1"]}, local)
		with data.parameters as limits
		with data.inventory as elsewhere(alertmanager([route([], false, false, 30)]))
}
