# METADATA
# title: Alert rules that are stated to run in Prometheus are there, as stated
# description: >-
#   Compares what people state with what was read on servers: the rule is loaded, detects what is stated, and is as
#   fast. What was read counts more than what was stated.
# related_resources:
#   - ref: https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/
# custom:
#   id: declared-alert-observed
#   resource: declared.alert_rule
#   severity: high
#   controls: [log-anomaly-alerting]
#   needs:
#     server.alerting: [prometheus]
#   remediation: |
#     Load the rule by rule_files of prometheus.yml, with the labels of the statement, or correct the declared inventory:
#       groups: [{name: abuse, rules: [{alert: ID, expr: EXPR, for: 5m, labels: {detects: abnormal_access_pattern}}]}]
#     promtool check config /etc/prometheus/prometheus.yml && systemctl reload prometheus
#     The id of the entry is the name of the alert.
#   zh:
#     title: 申报为在 Prometheus 中运行的告警规则确实存在且与申报一致
#     message: "告警规则 {id}：{trouble}"
#     remediation: |
#       用 prometheus.yml 的 rule_files 加载该规则并带上申报的标签，或更正申报清单：
#         groups: [{name: abuse, rules: [{alert: ID, expr: EXPR, for: 5m, labels: {detects: abnormal_access_pattern}}]}]
#       promtool check config /etc/prometheus/prometheus.yml && systemctl reload prometheus
#       条目的 id 即告警名称。
package logging.declared_alert_observed

import data.lib.declared

deny contains {"msg": msg, "path": "loaded", "args": {"trouble": "没有任何运行中的 Prometheus 加载它"}} if {
	count(running) > 0
	count(observed) == 0
	msg := sprintf("no Prometheus that runs loads the alert rule %s", [input.name])
}

deny contains {"msg": msg, "path": "detects", "args": {"trouble": "标签 detects 与申报不同"}} if {
	count(observed) > 0
	every rule in observed {
		rule.detects != input.facts.detects
	}
	msg := sprintf("the alert rule %s has no label detects that says %s", [input.name, input.facts.detects])
}

deny contains {"msg": msg, "path": "delay", "args": {"trouble": "比申报的慢"}} if {
	count(observed) > 0
	every rule in observed {
		rule.delay_seconds > input.facts.delay_minutes * 60
	}
	msg := sprintf("the alert rule %s takes longer than the %v minutes stated", [input.name, input.facts.delay_minutes])
}

not_applicable if not startswith(lower(input.facts.system), "prometheus")

unknown contains {"msg": "no Prometheus that runs was seen", "zh": "没有看到正在运行的 Prometheus"} if {
	count(running) == 0
}

unknown contains {"msg": msg} if {
	msg := declared.stale(input.facts.declared_on, input.facts.expires_on, data.run.now)
}

running := [row.prometheus | some row in data.inventory["server.alerting"].all; row.prometheus.running]

observed := [rule | some prometheus in running; some rule in prometheus.rules; rule.name == input.name]
