# METADATA
# title: Abnormal access and abnormal flows of data are both looked for
# description: >-
#   Whoever reads too much, and data that goes where it never went, are two different things to look
#   for; an alert rule that is on must exist for each. Stated by people in the declared inventory, not
#   observed; an expired statement is unknown.
# related_resources:
#   - ref: https://attack.mitre.org/mitigations/
# custom:
#   id: declared-detection-kinds
#   resource: declared.inventory
#   severity: high
#   controls: [log-anomaly-detection]
#   needs:
#     declared.alert_rule: [detects, enabled, declared_on, expires_on]
#   remediation: |
#     Add a rule for the missing kind in the SIEM, switch it on, and enter it under alert_rules of the declared
#     inventory:
#       - {id: mass-read, system: siem, detects: abnormal_access_pattern, covers: [crm], enabled: true,
#          recipients: [soc@shop.example], delay_minutes: 5, tested_on: 2026-11-10}
#   zh:
#     title: 检测异常访问和异常数据流动
#     message: "没有启用检测 {kind} 的规则"
#     remediation: |
#       在 SIEM 中增加并启用相应规则，并登记到申报清单的 alert_rules。
package logging.declared_detection_kinds

import data.lib.declared

deny contains {"msg": msg, "path": kind, "args": {"kind": kind}} if {
	some kind in data.parameters.detection_kinds
	not kind in enabled
	msg := sprintf("no alert rule that is on detects %s", [replace(kind, "_", " ")])
}

enabled contains row.detects if {
	some row in data.inventory["declared.alert_rule"].all
	row.enabled
	not declared.stale(row.declared_on, row.expires_on, data.run.now)
}

unknown contains {"msg": msg} if {
	msg := declared.stale(input.facts.declared_on, input.facts.expires_on, data.run.now)
}
