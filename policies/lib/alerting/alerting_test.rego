package lib.alerting_test

import data.lib.alerting

rule := {"name": "MassRead", "severity": "critical", "detects": "mass_export"}

matcher(label, operator, value) := {"label": label, "operator": operator, "value": value}

route(receiver, matchers, continues) := {"receiver": receiver, "matchers": matchers, "continues": continues}

reached(routes) := {each.receiver | some each in alerting.ends({"routes": routes}, rule)}

test_the_first_route_that_surely_selects_is_the_last_that_can if {
	critical := [matcher("severity", "=", "critical")]
	reached([route("a", critical, false), route("b", [], false)]) == {"a"}
	reached([route("a", critical, true), route("b", [], false)]) == {"a", "b"}
	reached([route("a", [matcher("severity", "=", "warning")], false), route("b", [], false)]) == {"b"}
	reached([route("a", [matcher("alertname", "!=", "MassRead")], false), route("b", [], false)]) == {"b"}
}

test_what_labels_of_series_decide_is_open if {
	reached([route("a", [matcher("team", "=", "b")], false), route("b", [], false)]) == {"a", "b"}
	reached([route("a", [matcher("severity", "=~", "warning|critical")], false), route("b", [], false)]) == {"a", "b"}
}

test_a_label_that_is_missing_is_empty if {
	plain := object.union(rule, {"severity": null})
	alerting.selects([matcher("severity", "=", "")], plain)
	not alerting.selects([matcher("severity", "=", "critical")], plain)
}

test_only_rules_about_misuse_detect if {
	full := {"name": "DiskFull", "severity": "critical", "detects": null}
	alerting.detecting([rule, full]) == {rule}
}

test_matchers_are_shown_in_order if {
	alerting.shown([matcher("b", "=", "1"), matcher("a", "!~", "2")]) == `a!~"2" and b="1"`
}
