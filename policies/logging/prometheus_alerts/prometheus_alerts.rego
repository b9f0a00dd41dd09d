# METADATA
# title: Prometheus runs, has alert rules, and sends alerts on
# description: >-
#   A Prometheus without alert rules draws pictures that somebody would have to look at day and night; one that knows no
#   Alertmanager raises alerts that nobody gets. The configuration of the package has no rules.
# related_resources:
#   - ref: https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/
# custom:
#   id: prometheus-alerts
#   resource: server.alerting
#   severity: medium
#   controls: [log-realtime-monitoring]
#   remediation: |
#     Write alert rules, load them, and name the Alertmanager, in /etc/prometheus/prometheus.yml:
#       rule_files: [/etc/prometheus/rules/*.yml]
#       alerting: {alertmanagers: [{static_configs: [{targets: ["localhost:9093"]}]}]}
#     promtool check config /etc/prometheus/prometheus.yml && systemctl enable --now prometheus && systemctl reload prometheus
#     Remove the package where it is not used. Verify: curl -s localhost:9090/api/v1/rules
#   zh:
#     title: Prometheus 正在运行、有告警规则并发送告警
#     message: "{id} 的 Prometheus：{trouble}"
#     remediation: |
#       编写告警规则，在 /etc/prometheus/prometheus.yml 中加载并指定 Alertmanager：
#         rule_files: [/etc/prometheus/rules/*.yml]
#         alerting: {alertmanagers: [{static_configs: [{targets: ["localhost:9093"]}]}]}
#       promtool check config /etc/prometheus/prometheus.yml && systemctl enable --now prometheus && systemctl reload prometheus
#       不使用时请卸载。验证：curl -s localhost:9090/api/v1/rules
package logging.prometheus_alerts

deny contains {"msg": msg, "path": "running", "args": {"trouble": "已安装但未运行"}} if {
	not input.facts.prometheus.running
	msg := sprintf("Prometheus is installed on %s but does not run", [input.name])
}

deny contains {"msg": msg, "path": "rules", "args": {"trouble": "没有加载任何告警规则"}} if {
	count(input.facts.prometheus.rules) == 0
	msg := sprintf("Prometheus on %s loads no alert rule", [input.name])
}

deny contains {"msg": msg, "path": "alertmanagers", "args": {"trouble": "没有配置 Alertmanager"}} if {
	count(input.facts.prometheus.alertmanagers) == 0
	msg := sprintf("Prometheus on %s sends its alerts to no Alertmanager", [input.name])
}

not_applicable if not input.facts.prometheus.installed

not_applicable if input.facts.prometheus.agent
