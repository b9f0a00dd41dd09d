# METADATA
# title: Logs are kept long enough
# description: >-
#   Misuse is often found months later. A rotation that keeps four weeks has thrown the proof away by
#   then. Each log block counts with what it sets itself and what it inherits; rotation by size alone
#   says nothing about time and is reported as undecided. Logs that are kept centrally deserve a
#   waiver.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man8/logrotate.8.html
# custom:
#   id: logrotate-retention
#   resource: server.log_policy
#   severity: medium
#   controls: [log-access-recorded, log-access-attempts-tracked]
#   remediation: |
#     Keep at least the wanted number of days, for 180 for example in /etc/logrotate.conf
#       weekly
#       rotate 26
#       compress
#     and remove smaller numbers from the named blocks in /etc/logrotate.d. Check the space first (du
#     -sh /var/log).
#     Verify: logrotate -d /etc/logrotate.conf 2>&1 | grep -E 'rotations|considering'
#   zh:
#     title: 日志保存时间足够
#     message: "{id} 的日志轮转保存不足 {days} 天：{logs}"
#     remediation: |
#       按需要的天数设置，例如 180 天，在 /etc/logrotate.conf 中：
#         weekly
#         rotate 26
#         compress
#       并删除 /etc/logrotate.d 中较小的设置。
#       验证：logrotate -d /etc/logrotate.conf
package logging.logrotate_retention

deny contains {"msg": msg, "args": {"days": wanted, "logs": logs}} if {
	wanted := data.parameters.log_retention_days
	short := sort({block.name | some block in blocks; kept_days(block) < wanted})
	count(short) > 0
	logs := concat(", ", short)
	msg := sprintf("%s keeps these logs for less than %v days: %s", [input.name, wanted, logs])
}

not_applicable if input.facts.logrotate.installed == false

unknown contains {"msg": msg} if {
	by_size := sort({block.name | some block in blocks; not kept_days(block)})
	count(by_size) > 0
	msg := sprintf("rotation by size does not say how long these are kept: %s", [concat(", ", by_size)])
}

blocks contains block if {
	some override in input.facts.logrotate.overrides
	block := {
		"name": concat(" ", override.logs),
		"frequency": first_set(override.frequency, input.facts.logrotate.frequency),
		"rotate": first_set(override.rotate, input.facts.logrotate.rotate),
		"maxage": first_set(override.maxage_days, input.facts.logrotate.maxage_days),
	}
}

first_set(own, inherited) := inherited if own == null

else := own

kept_days(block) := block.maxage if {
	block.maxage != null
	block.maxage < data.parameters.log_retention_days
}

else := 0 if block.rotate == 0

# A negative number keeps every rotation.
else := 36500 if block.rotate < 0

else := days_of[block.frequency] * block.rotate

days_of := {"hourly": 0.04, "daily": 1, "weekly": 7, "monthly": 30, "yearly": 365}
