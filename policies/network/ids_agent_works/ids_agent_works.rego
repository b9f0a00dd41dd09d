# METADATA
# title: Installed detection agents run and report
# description: >-
#   An agent that was installed and then stopped, or that has no manager, is worse than none: everybody believes in
#   it. Stopping it is one of the first things an intruder does.
# related_resources:
#   - ref: https://documentation.wazuh.com/current/user-manual/agent/agent-management/agent-connection.html
# custom:
#   id: ids-agent-works
#   resource: server.intrusion_detection
#   severity: medium
#   controls: [net-ids-present, log-realtime-monitoring]
#   remediation: |
#     Find out why it stands still, then start it at boot, or remove the package when it is not used:
#       systemctl enable --now AGENT && systemctl status AGENT
#     Wazuh: set <client><server><address> in /var/ossec/etc/ossec.conf, open TCP 1514 to the manager.
#     Verify: grep ^status /var/ossec/var/run/wazuh-agentd.state   (connected)
#   zh:
#     title: 已安装的检测代理正常运行并上报
#     message: "{id} 的 {agent}：{trouble}"
#     remediation: |
#       查明原因后启动并设为随系统启动；不再使用的请卸载：
#         systemctl enable --now AGENT && systemctl status AGENT
#       Wazuh：在 /var/ossec/etc/ossec.conf 中设置 <client><server><address>，放行到管理端的 TCP 1514。
#       验证：grep ^status /var/ossec/var/run/wazuh-agentd.state（connected）
package network.ids_agent_works

deny contains {"msg": msg, "path": agent.name, "args": {"agent": agent.name, "trouble": "已安装但未运行"}} if {
	some agent in input.facts.agents
	not agent.running
	msg := sprintf("%s is installed on %s but does not run", [agent.name, input.name])
}

deny contains {"msg": msg, "path": agent.name, "args": {"agent": agent.name, "trouble": "没有可用的管理端"}} if {
	some agent in input.facts.agents
	agent.running
	agent.manager in {"none", "disconnected"}
	trouble := {"none": "has no manager to report to", "disconnected": "does not reach its manager"}
	msg := sprintf("%s on %s %s", [agent.name, input.name, trouble[agent.manager]])
}

not_applicable if count(input.facts.agents) == 0
