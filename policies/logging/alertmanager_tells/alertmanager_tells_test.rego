package logging.alertmanager_tells_test

import data.logging.alertmanager_tells as check

equal(label, value) := {"label": label, "operator": "=", "value": value}

route(matchers, told, continues) := {
	"receiver": "soc",
	"told": told,
	"continues": continues,
	"matchers": matchers,
	"wait_seconds": 30,
}

host(change) := {"name": "web1", "facts": {"alertmanager": object.union(
	{"installed": true, "running": true, "receivers": [], "routes": [route([], true, false)], "inhibitions": []},
	change,
)}}

found(change) := paths if {
	denied := check.deny with input as host(change)
	paths := {each.path | some each in denied}
}

test_pass_when_everything_is_told if {
	found({}) == set()
	found({"routes": [route([equal("alertname", "Watchdog")], false, false), route([], true, false)]}) == set()
	found({"routes": [route([equal("severity", "none")], false, false), route([], true, false)]}) == set()
	inhibition := {"source": [equal("severity", "critical")], "target": [equal("severity", "warning")], "equal": []}
	found({"inhibitions": [inhibition]}) == set()
}

test_fail_when_it_stands_still if {
	found({"running": false}) == {"running"}
}

test_fail_when_nobody_is_told if {
	found({"routes": [route([], false, false)]}) == {"route|soc|all that no other route takes"}
	critical := [equal("team", "b"), equal("severity", "critical")]
	found({"routes": [route(critical, false, false)]}) == {`route|soc|severity="critical" and team="b"`}
}

test_fail_when_something_is_silent_for_ever if {
	every source in [[equal("alertname", "Watchdog")], []] {
		inhibition := {"source": source, "target": [equal("severity", "critical")], "equal": []}
		found({"inhibitions": [inhibition]}) == {`inhibition|severity="critical"`}
	}
}

test_not_applicable_without_one if {
	check.not_applicable with input as host({"installed": false})
	not check.not_applicable with input as host({})
}

test_unknown_when_a_later_route_decides if {
	count(check.unknown) == 1 with input as host({"routes": [route([equal("team", "b")], false, true)]})
	count(check.unknown) == 0 with input as host({})
}
