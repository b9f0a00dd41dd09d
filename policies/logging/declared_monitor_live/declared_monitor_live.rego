# METADATA
# title: Monitoring systems run, watch something, and see it in real time
# description: >-
#   A monitor that stands still or looks once a day does not see misuse while it happens. Stated by
#   people in the declared inventory, not observed; an expired statement is unknown.
# related_resources:
#   - ref: https://csrc.nist.gov/pubs/sp/800/137/final
# custom:
#   id: declared-monitor-live
#   resource: declared.monitor
#   severity: high
#   controls: [log-realtime-monitoring]
#   remediation: |
#     Start the system, name what it watches, and shorten its interval. Then correct the entry in the declared
#     inventory.
#   zh:
#     title: 监控系统运行且实时
#     message: "监控系统 {id} 存在问题：{problem}"
#     remediation: |
#       启动系统、指定监控对象并缩短间隔，然后更新申报清单。
package logging.declared_monitor_live

import data.lib.declared

deny contains {"msg": msg, "path": problem, "args": {"problem": problem}} if {
	some problem in problems
	msg := sprintf("the monitor %s (%s): %s", [input.name, input.facts.tool, problem])
}

problems contains "it does not run" if input.facts.running == false

problems contains "it watches nothing" if count(input.facts.covers) == 0

problems contains "it sees things too late" if input.facts.delay_minutes > data.parameters.log_delay_minutes

unknown contains {"msg": msg} if {
	msg := declared.stale(input.facts.declared_on, input.facts.expires_on, data.run.now)
}
