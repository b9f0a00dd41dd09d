# METADATA
# title: The declared inventory was confirmed within the quarter
# description: >-
#   What people state about systems that cannot be read is worth as much as it is recent. At each
#   quarter's end somebody who answers for it looks at it again.
# related_resources:
#   - ref: https://csrc.nist.gov/pubs/sp/800/53/a/r5/final
# custom:
#   id: declared-current
#   resource: declared.inventory
#   severity: high
#   controls: [aud-tech-measures-quarterly]
#   remediation: |
#     Go through the file with those who run the systems, correct it, and date it anew:
#       declared_on: 2026-11-28
#       expires_on: 2027-02-28
#   zh:
#     title: 申报清单在本季度内确认
#     message: "申报清单 {id} 已过期或超过 {days} 天未确认"
#     remediation: |
#       与系统负责人逐项核对并更新日期：
#         declared_on: 2026-11-28
#         expires_on: 2027-02-28
package audit.declared_current

import data.lib.dates

deny contains {"msg": msg, "args": {"days": days}} if {
	now := dates.instant(data.run.now)
	limit := dates.hours(data.parameters.declared_max_days * 24)
	days := sprintf("%v", [data.parameters.declared_max_days])
	too_old(now, limit)
	msg := sprintf("%s was declared on %s and expires on %s", [
		input.name,
		input.facts.declared_on,
		input.facts.expires_on,
	])
}

too_old(now, limit) if now - dates.day_start(input.facts.declared_on) > limit

too_old(now, _) if now >= dates.day_start(input.facts.expires_on) + dates.hours(24)

unknown contains {"msg": "it is declared for a day to come"} if {
	dates.day_start(input.facts.declared_on) > dates.instant(data.run.now)
}

unknown contains {"msg": msg} if {
	some text in [input.facts.declared_on, input.facts.expires_on]
	not dates.day_start(text)
	msg := sprintf("no date: %s", [text])
}
