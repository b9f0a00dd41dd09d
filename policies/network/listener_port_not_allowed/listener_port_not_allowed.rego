# METADATA
# title: Only agreed ports are open to everyone
# description: >-
#   Every port that everyone can reach is part of what must be watched and patched. The list of ports
#   that may be open is a parameter; all others have to be limited by the packet filter or listen on the
#   machine alone. Databases and administration have a check of their own.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man8/ss.8.html
# custom:
#   id: listener-port-not-allowed
#   resource: server.listener
#   severity: medium
#   controls: [net-firewall-present]
#   needs:
#     server.firewall: {facts: [inbound], within: target}
#   remediation: |
#     Stop what is not needed, or limit who reaches it:
#       systemctl disable --now UNIT
#       ufw allow from 10.0.0.0/8 to any port PORT proto tcp
#     A port that is meant to be open goes into the parameter listener_ports_allowed.
#     Verify: ss -lntup, and from outside: nc -vz HOST PORT
#   zh:
#     title: 仅约定端口对所有人开放
#     message: "{id} 对所有人开放，但不在允许列表中"
#     remediation: |
#       停用不需要的服务，或限制来源：
#         systemctl disable --now UNIT
#         ufw allow from 10.0.0.0/8 to any port PORT proto tcp
#       需要开放的端口写入参数 listener_ports_allowed。验证：ss -lntup
package network.listener_port_not_allowed

import data.lib.firewall

deny contains {"msg": msg} if {
	open
	msg := sprintf("%s is open to everyone and not on the list of ports that may be", [input.name])
}

unknown contains {"msg": msg} if {
	not open
	maybe_open
	msg := sprintf("it could not be told whether the firewall lets everyone reach %s", [input.name])
}

not_applicable if input.facts.scope == "loopback"

# A client that waits for an answer; its port changes all the time.
not_applicable if input.facts.port == null

not_applicable if input.facts.service in data.parameters.listener_private_services

not_applicable if sprintf("%s/%v", [input.facts.protocol, input.facts.port]) in data.parameters.listener_ports_allowed

listener := {
	"protocol": input.facts.protocol,
	"address": input.facts.address,
	"interface": input.facts.interface,
	"port": input.facts.port,
	"family": input.facts.family,
	"dual_stack": input.facts.dual_stack,
	"scope": input.facts.scope,
}

share := data.parameters.firewall_wide_share

open if {
	some host in data.inventory["server.firewall"].by.target[input.target]
	firewall.open(host.inbound, listener, share)
}

maybe_open if {
	some host in data.inventory["server.firewall"].by.target[input.target]
	firewall.maybe_open(host.inbound, listener, share)
}
