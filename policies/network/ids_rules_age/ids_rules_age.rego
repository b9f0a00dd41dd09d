# METADATA
# title: Rules of the network sensor are up to date
# description: >-
#   Suricata and Snort know an attack from their rules only. Rules that were not fetched for a week miss what is
#   going on now.
# related_resources:
#   - ref: https://docs.suricata.io/en/latest/rule-management/suricata-update.html
# custom:
#   id: ids-rules-age
#   resource: server.intrusion_detection
#   severity: medium
#   controls: [net-ids-present, vul-security-software-updated]
#   remediation: |
#     Fetch them now and every day:
#       suricata-update && systemctl reload suricata
#       echo '17 3 * * * root suricata-update && systemctl reload suricata' > /etc/cron.d/suricata-update
#     Verify: stat -c %y /var/lib/suricata/rules/suricata.rules
#   zh:
#     title: 网络入侵检测规则为最新
#     message: "{id} 的 {sensor} 规则已过期（{updated}）"
#     remediation: |
#       立即并每日更新：
#         suricata-update && systemctl reload suricata
#         echo '17 3 * * * root suricata-update && systemctl reload suricata' > /etc/cron.d/suricata-update
#       验证：stat -c %y /var/lib/suricata/rules/suricata.rules
package network.ids_rules_age

import data.lib.dates

deny contains {"msg": msg, "path": agent.name, "args": {"sensor": agent.name, "updated": agent.rules_updated}} if {
	some agent in sensors
	allowed := dates.hours(data.parameters.security_software_max_days * 24)
	dates.instant(agent.rules_updated) + allowed < dates.instant(data.run.now)
	msg := sprintf("the rules of %s on %s are from %s", [agent.name, input.name, agent.rules_updated])
}

not_applicable if count(sensors) == 0

unknown contains {"msg": msg} if {
	some agent in sensors
	agent.rules_updated == null
	msg := sprintf("the rules of %s do not lie where they usually do", [agent.name])
}

sensors contains agent if {
	some agent in input.facts.agents
	agent.name in {"snort", "suricata"}
}
