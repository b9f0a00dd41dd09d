# METADATA
# title: Systems send their records to the log server in real time
# description: >-
#   Records that stay on the system, or arrive hours later, can be deleted by whoever misused it, and
#   nobody sees it happen. Stated by people in the declared inventory, not observed; an expired
#   statement is unknown.
# related_resources:
#   - ref: https://csrc.nist.gov/pubs/sp/800/92/final
# custom:
#   id: declared-log-source-live
#   resource: declared.log_source
#   severity: high
#   controls: [log-realtime-monitoring]
#   remediation: |
#     Repair the agent or forwarder of the system, and let it send at once rather than in batches. Then correct
#     the entry in
#     the declared inventory.
#   zh:
#     title: 系统日志实时送达日志平台
#     message: "日志源 {id} 存在问题：{problem}"
#     remediation: |
#       修复该系统的日志代理或转发，并改为实时发送，然后更新申报清单。
package logging.declared_log_source_live

import data.lib.declared

deny contains {"msg": msg, "path": problem, "args": {"problem": problem}} if {
	some problem in problems
	msg := sprintf("records of %s (%s): %s", [input.facts.system, input.name, problem])
}

problems contains "none arrive" if input.facts.active == false

problems contains "they arrive too late" if input.facts.delay_minutes > data.parameters.log_delay_minutes

problems contains "access is not among them" if not "access" in input.facts.covers

unknown contains {"msg": msg} if {
	msg := declared.stale(input.facts.declared_on, input.facts.expires_on, data.run.now)
}
