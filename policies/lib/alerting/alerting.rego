# METADATA
# title: Whom alerts reach
# description: Routes of Alertmanager that tell nobody, alerts that others keep silent, rules that detect abuse.
# related_resources:
#   - ref: https://prometheus.io/docs/alerting/latest/configuration/
package lib.alerting

# METADATA
# description: What a rule says by its label `detects` when it finds misuse of information, not a full disk.
kinds := {
	"abnormal_access_pattern",
	"abnormal_data_flow",
	"failed_logins",
	"mass_export",
	"off_hours_access",
	"privilege_change",
}

# METADATA
# description: The rules among these that find misuse of information.
detecting(rules) := {rule |
	some rule in rules
	rule.detects in kinds
}

# METADATA
# description: Routes at which alerts end and nobody is told, but for alerts that say only that all is well.
dropping(alertmanager) := {route |
	some route in alertmanager.routes
	not route.told
	not route.continues
	not harmless(route.matchers)
}

# METADATA
# description: Routes that tell nobody and pass alerts on; whether a later one takes them depends on their labels.
passing(alertmanager) := {route |
	some route in alertmanager.routes
	not route.told
	route.continues
	not harmless(route.matchers)
}

# METADATA
# description: What is selected is a sign of life, or of no importance.
harmless(matchers) if {
	some matcher in matchers
	matcher.operator == "="
	matcher.label == "alertname"
	lower(matcher.value) in {"watchdog", "deadmansswitch", "deadmanssnitch", "infoinhibitor"}
}

harmless(matchers) if {
	some matcher in matchers
	matcher.operator == "="
	matcher.label == "severity"
	lower(matcher.value) in {"none", "info", "debug"}
}

# METADATA
# description: Rules of inhibition under which something is silent for ever, or whenever anything at all is wrong.
silencing(alertmanager) := {rule |
	some rule in alertmanager.inhibitions
	_always(rule)
	not harmless(rule.target)
}

_always(rule) if {
	count(rule.source) == 0
	count(rule.equal) == 0
}

_always(rule) if {
	some matcher in rule.source
	matcher.operator == "="
	matcher.label == "alertname"
	lower(matcher.value) in {"watchdog", "deadmansswitch", "deadmanssnitch"}
}

# METADATA
# description: Where alerts of a rule can end; only the labels of the rule itself are known, those of its series are not.
ends(alertmanager, rule) := {route |
	some index, route in alertmanager.routes
	_may_select(route.matchers, rule)
	not _taken_before(alertmanager.routes, index, rule)
}

_taken_before(routes, index, rule) if {
	some earlier, route in routes
	earlier < index
	not route.continues
	selects(route.matchers, rule)
}

# METADATA
# description: Every alert of a rule is one that the matchers select.
selects(matchers, rule) if {
	labels := _labels(rule)
	every matcher in matchers {
		_agrees(matcher, labels)
	}
}

_may_select(matchers, rule) if {
	labels := _labels(rule)
	every matcher in matchers {
		not _differs(matcher, labels)
	}
}

_labels(rule) := {
	"alertname": rule.name,
	"severity": _text(rule.severity),
	"detects": _text(rule.detects),
}

# A label that is not there is an empty one.
_text(value) := value if is_string(value)

_text(value) := "" if is_null(value)

_agrees(matcher, labels) if {
	matcher.operator == "="
	labels[matcher.label] == matcher.value
}

_agrees(matcher, labels) if {
	matcher.operator == "!="
	labels[matcher.label] != matcher.value
}

_differs(matcher, labels) if {
	matcher.operator == "="
	labels[matcher.label] != matcher.value
}

_differs(matcher, labels) if {
	matcher.operator == "!="
	labels[matcher.label] == matcher.value
}

# METADATA
# description: Matchers as they are written.
shown(matchers) := "all that no other route takes" if count(matchers) == 0

shown(matchers) := text if {
	count(matchers) > 0
	text := concat(" and ", sort([sprintf(`%s%s"%s"`, [each.label, each.operator, each.value]) | some each in matchers]))
}
