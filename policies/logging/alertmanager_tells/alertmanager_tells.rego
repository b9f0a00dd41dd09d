# METADATA
# title: Alertmanager tells somebody of every alert
# description: >-
#   A route that ends at a receiver without a way to tell, or a rule of inhibition that always holds, keeps alerts from
#   people and looks as if all were well. Routes for signs of life (Watchdog) and for severity none or info are left out.
# related_resources:
#   - ref: https://prometheus.io/docs/alerting/latest/configuration/
# custom:
#   id: alertmanager-tells
#   resource: server.alerting
#   severity: medium
#   controls: [log-realtime-monitoring]
#   remediation: |
#     Give the receiver of the route a way to tell people who are on watch, in alertmanager.yml:
#       receivers: [{name: soc, email_configs: [{to: soc@example.org}]}]
#     Use a silence that ends where one alert has to be quiet, and inhibit with source_matchers that hold only at times.
#     amtool check-config /etc/prometheus/alertmanager.yml && systemctl enable --now prometheus-alertmanager
#     systemctl reload prometheus-alertmanager
#     Verify: amtool config routes test --config.file=/etc/prometheus/alertmanager.yml severity=critical
#   zh:
#     title: Alertmanager 的每个告警都有人收到
#     message: "{id} 的 Alertmanager：{trouble}"
#     remediation: |
#       在 alertmanager.yml 中为该路由的接收者配置通知值守人员的方式：
#         receivers: [{name: soc, email_configs: [{to: soc@example.org}]}]
#       需要临时静默的告警请使用有期限的 silence；抑制规则的 source_matchers 不得恒成立。
#       amtool check-config /etc/prometheus/alertmanager.yml && systemctl enable --now prometheus-alertmanager
#       systemctl reload prometheus-alertmanager
#       验证：amtool config routes test --config.file=/etc/prometheus/alertmanager.yml severity=critical
package logging.alertmanager_tells

import data.lib.alerting

deny contains {"msg": msg, "path": "running", "args": {"trouble": "已安装但未运行"}} if {
	not input.facts.alertmanager.running
	msg := sprintf("Alertmanager is installed on %s but does not run", [input.name])
}

deny contains {"msg": msg, "path": path, "args": {"trouble": trouble}} if {
	some route in alerting.dropping(input.facts.alertmanager)
	what := alerting.shown(route.matchers)
	path := concat("|", ["route", route.receiver, what])
	msg := sprintf("Alertmanager on %s tells nobody of %s: the receiver %s is empty", [input.name, what, route.receiver])
	trouble := sprintf("接收者 %s 为空，%s 无人收到", [route.receiver, what])
}

deny contains {"msg": msg, "path": path, "args": {"trouble": trouble}} if {
	some rule in alerting.silencing(input.facts.alertmanager)
	what := alerting.shown(rule.target)
	path := concat("|", ["inhibition", what])
	msg := sprintf("Alertmanager on %s keeps %s silent at all times: what inhibits it always fires", [input.name, what])
	trouble := sprintf("抑制条件恒成立，%s 始终被静默", [what])
}

not_applicable if not input.facts.alertmanager.installed

unknown contains {"msg": msg, "zh": zh} if {
	some route in alerting.passing(input.facts.alertmanager)
	what := alerting.shown(route.matchers)
	msg := sprintf("the receiver %s tells nobody of %s; whether a later route does depends on labels", [route.receiver, what])
	zh := sprintf("接收者 %s 为空；%s 是否由后续路由通知取决于标签", [route.receiver, what])
}
