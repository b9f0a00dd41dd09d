# METADATA
# title: Alert rules are on, tell somebody, and do so at once
# description: >-
#   A rule that is off, has no recipient, or tells hours later lets abuse go on. Stated by people in the
#   declared inventory, not observed; an expired statement is unknown.
# related_resources:
#   - ref: https://csrc.nist.gov/pubs/sp/800/92/final
# custom:
#   id: declared-alert-works
#   resource: declared.alert_rule
#   severity: high
#   controls: [log-anomaly-alerting]
#   remediation: |
#     Switch the rule on, give it a recipient who is on watch, and shorten its interval. Fire it once on purpose,
#     and write
#     the day down as 'tested_on'. Then correct the entry in the declared inventory.
#   zh:
#     title: 告警规则已启用、有接收人且及时
#     message: "告警规则 {id} 存在问题：{problem}"
#     remediation: |
#       启用规则、指定值守接收人并缩短间隔；实际触发一次并记录 tested_on，然后更新申报清单。
package logging.declared_alert_works

import data.lib.dates
import data.lib.declared

deny contains {"msg": msg, "path": problem, "args": {"problem": problem}} if {
	some problem in problems
	msg := sprintf("the alert rule %s: %s", [input.name, problem])
}

problems contains "it is off" if input.facts.enabled == false

problems contains "nobody is told" if count(input.facts.recipients) == 0

problems contains "it tells too late" if input.facts.delay_minutes > data.parameters.alert_delay_minutes

problems contains "it was never seen to fire" if input.facts.tested_on == null

problems contains "it was not tested for too long" if {
	tested := dates.day_start(input.facts.tested_on)
	dates.instant(data.run.now) - tested > dates.hours(data.parameters.alert_test_max_days * 24)
}

unknown contains {"msg": msg} if {
	msg := declared.stale(input.facts.declared_on, input.facts.expires_on, data.run.now)
}
