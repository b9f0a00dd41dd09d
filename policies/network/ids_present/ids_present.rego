# METADATA
# title: Intrusions are detected on the machine
# description: >-
#   Something on the machine has to notice an intruder: an agent (Wazuh, Falco, CrowdSec, a commercial one), a
#   sensor (Suricata, Snort, Zeek), or AIDE with a database and a schedule. fail2ban alone looks at failed logins
#   only. A sensor elsewhere on the network is not seen from here: give such machines a waiver that names it.
# related_resources:
#   - ref: https://documentation.wazuh.com/current/installation-guide/wazuh-agent/index.html
#   - ref: https://aide.github.io/doc/
# custom:
#   id: ids-present
#   resource: server.intrusion_detection
#   severity: high
#   controls: [net-ids-present, log-realtime-monitoring]
#   remediation: |
#     Install the agent of your detection system and start it. The least is AIDE:
#       apt-get install aide aide-common      # Red Hat: dnf install aide
#       aideinit                              # Red Hat: aide --init && mv /var/lib/aide/aide.db.new.gz /var/lib/aide/aide.db.gz
#       systemctl enable --now dailyaidecheck.timer
#     Red Hat: echo '5 4 * * * root /usr/sbin/aide --check' > /etc/cron.d/aide
#     Verify: systemctl is-active wazuh-agent; or: aide --check --config /etc/aide/aide.conf
#   zh:
#     title: 主机具备入侵检测
#     message: "{id} 上没有起作用的入侵检测"
#     remediation: |
#       安装并启动入侵检测系统的代理；至少使用 AIDE：
#         apt-get install aide aide-common && aideinit（Red Hat：dnf install aide && aide --init）
#         systemctl enable --now dailyaidecheck.timer
#       Red Hat：echo '5 4 * * * root /usr/sbin/aide --check' > /etc/cron.d/aide
#       验证：systemctl is-active wazuh-agent，或 aide --check --config /etc/aide/aide.conf
package network.ids_present

deny contains {"msg": msg} if {
	count(working) == 0
	not file_integrity
	not input.facts.scanners.tripwire
	msg := sprintf("nothing detects intrusions on %s%s", [input.name, asleep])
}

unknown contains {"msg": "Tripwire is installed; whether it is set up and runs is not seen"} if {
	count(working) == 0
	not file_integrity
	input.facts.scanners.tripwire
}

# An agent without a manager tells nobody.
working contains agent.name if {
	some agent in input.facts.agents
	agent.running
	not agent.manager in {"none", "disconnected"}
}

file_integrity if {
	input.facts.aide.installed
	input.facts.aide.database.exists != "no"
	count(input.facts.aide.schedule) > 0
}

asleep := sprintf(" (installed, but of no use: %s)", [concat(", ", idle)]) if count(idle) > 0

asleep := "" if count(idle) == 0

idle contains agent.name if {
	some agent in input.facts.agents
	not agent.name in working
}

idle contains "aide" if {
	input.facts.aide.installed
	not file_integrity
}
