# METADATA
# title: Rules that detect abnormal access raise alerts that somebody gets, in time
# description: >-
#   Judges the alert rules of Prometheus that say by the label 'detects' which misuse of information they find, for
#   example abnormal_access_pattern or mass_export: they are evaluated, fire in time, and go to a receiver that tells
#   somebody. Other rules are about machines, not about information.
# related_resources:
#   - ref: https://prometheus.io/docs/practices/alerting/
#   - ref: https://csrc.nist.gov/pubs/sp/800/92/final
# custom:
#   id: alert-detection
#   resource: server.alerting
#   severity: high
#   controls: [log-anomaly-alerting]
#   needs:
#     server.alerting: [alertmanager]
#   remediation: |
#     Start Prometheus and its Alertmanager, shorten 'for' and the interval of the group, and end its route at a receiver:
#       groups: [{name: abuse, interval: 1m, rules: [{alert: MassRead, expr: EXPR, for: 5m,
#                 labels: {severity: critical, detects: abnormal_access_pattern}}]}]
#     promtool check rules FILE && systemctl reload prometheus
#     Verify: amtool config routes test severity=critical alertname=MassRead
#   zh:
#     title: 异常访问检测规则及时告警且有人收到
#     message: "{id}：{trouble}"
#     remediation: |
#       启动 Prometheus 和 Alertmanager，缩短 for 与评估间隔，并让路由指向有效的接收者：
#         groups: [{name: abuse, interval: 1m, rules: [{alert: MassRead, expr: EXPR, for: 5m,
#                   labels: {severity: critical, detects: abnormal_access_pattern}}]}]
#       promtool check rules FILE && systemctl reload prometheus
#       验证：amtool config routes test severity=critical alertname=MassRead
package logging.alert_detection

import data.lib.alerting

deny contains {"msg": msg, "path": "running", "args": {"trouble": "Prometheus 未运行"}} if {
	not input.facts.prometheus.running
	msg := sprintf("Prometheus on %s does not run, so its rules detect nothing", [input.name])
}

deny contains {"msg": msg, "path": "alertmanagers", "args": {"trouble": "没有配置 Alertmanager"}} if {
	count(input.facts.prometheus.alertmanagers) == 0
	msg := sprintf("Prometheus on %s sends its alerts to no Alertmanager", [input.name])
}

deny contains {"msg": msg, "path": path, "args": {"trouble": trouble}} if {
	some rule in detecting
	every wait in waits(rule) {
		rule.delay_seconds + wait > limit
	}
	path := sprintf("late|%s|%s", [rule.group, rule.name])
	msg := sprintf("%s raises its alert later than %v minutes after the event", [rule.name, limit / 60])
	trouble := sprintf("%s 在事件发生 %v 分钟后才告警", [rule.name, limit / 60])
}

deny contains {"msg": msg, "path": path, "args": {"trouble": trouble}} if {
	some rule in detecting
	count(seen) > 0
	every alertmanager in seen {
		untold(alertmanager, rule)
	}
	path := sprintf("untold|%s|%s", [rule.group, rule.name])
	msg := sprintf("nobody is told of %s: its alerts end at an empty receiver, or are inhibited at all times", [rule.name])
	trouble := sprintf("%s 的告警落到空的接收者或始终被抑制，无人收到", [rule.name])
}

not_applicable if count(detecting) == 0

unknown contains {"msg": msg, "zh": zh} if {
	some host in input.facts.prometheus.alertmanagers
	count(at(host)) == 0
	where := object.get({"?": "that is looked up by service discovery"}, host, sprintf("on %s", [host]))
	msg := sprintf("no Alertmanager that runs was seen %s, so whom it tells is not known", [where])
	zh := sprintf("没有看到 %s 上正在运行的 Alertmanager，不知道谁会收到告警", [host])
}

unknown contains {"msg": msg, "zh": zh} if {
	some rule in detecting
	some alertmanager in seen
	not surely_told(alertmanager, rule)
	some other in seen
	not untold(other, rule)
	msg := sprintf("whether somebody is told of %s depends on labels, or on which Alertmanager has it", [rule.name])
	zh := sprintf("%s 是否有人收到取决于标签或由哪个 Alertmanager 处理", [rule.name])
}

unknown contains {"msg": msg, "zh": zh} if {
	some rule in detecting
	some wait in waits(rule)
	rule.delay_seconds + wait > limit
	some other in waits(rule)
	rule.delay_seconds + other <= limit
	msg := sprintf("whether %s is told in time depends on the route that it takes", [rule.name])
	zh := sprintf("%s 能否及时通知取决于所走的路由", [rule.name])
}

detecting := alerting.detecting(input.facts.prometheus.rules)

limit := data.parameters.alert_delay_minutes * 60

# The Alertmanagers that Prometheus names and that were seen.
seen := [alertmanager |
	some host in input.facts.prometheus.alertmanagers
	some alertmanager in at(host)
]

at(host) := [input.facts.alertmanager] if {
	here(host)
	input.facts.alertmanager.running
}

at(host) := [] if {
	here(host)
	not input.facts.alertmanager.running
}

at(host) := [row.alertmanager |
	some row in data.inventory["server.alerting"].all
	row.alertmanager.running
	is_called(row, host)
] if {
	not here(host)
}

is_called(row, host) if host in {lower(row.name), lower(row.target), split(lower(row.name), ".")[0]}

# A machine that knows its own name without a domain.
is_called(row, host) if {
	not contains(row.name, ".")
	split(host, ".")[0] == lower(row.name)
}

here(host) if host in {"localhost", "::1", "0.0.0.0", lower(input.name)}

here(host) if startswith(host, "127.")

untold(alertmanager, rule) if {
	every route in alerting.ends(alertmanager, rule) {
		not route.told
	}
}

untold(alertmanager, rule) if {
	some inhibition in alerting.silencing(alertmanager)
	alerting.selects(inhibition.target, rule)
}

surely_told(alertmanager, rule) if {
	every route in alerting.ends(alertmanager, rule) {
		route.told
	}
	count(alerting.silencing(alertmanager)) == 0
}

# How long alerts of a rule may be held back, by where they can end; at least not at all.
waits(rule) := {route.wait_seconds |
	some alertmanager in seen
	some route in alerting.ends(alertmanager, rule)
} if count(seen) > 0

waits(_) := {0} if count(seen) == 0
