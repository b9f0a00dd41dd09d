# METADATA
# title: Databases and administration are not open to everyone
# description: >-
#   A database, a cache, a file share or an administration port that listens beyond the machine, and
#   that the packet filter lets everyone reach, is tried by strangers within minutes. A port that a
#   container publishes goes past the input rules: the forward rules decide then, and they are followed
#   too.
# related_resources:
#   - ref: https://man7.org/linux/man-pages/man8/ss.8.html
#   - ref: https://docs.docker.com/engine/network/packet-filtering-firewalls/
# custom:
#   id: listener-private-service-open
#   resource: server.listener
#   severity: critical
#   controls: [net-firewall-present, lp-no-unauthorised-access, net-secure-storage-hosts]
#   needs:
#     server.firewall: {facts: [inbound], within: target}
#   remediation: |
#     Let the service listen where it is used, for example PostgreSQL in postgresql.conf:
#       listen_addresses = 'localhost'
#     Redis: bind 127.0.0.1 -::1. Docker: publish as -p 127.0.0.1:5432:5432. Or limit the sources:
#       ufw delete allow PORT/tcp; ufw allow from 10.0.0.0/8 to any port PORT proto tcp
#       firewall-cmd --permanent --remove-port=PORT/tcp && firewall-cmd --reload
#     Verify: ss -lntup | grep PORT, and from outside: nc -vz HOST PORT
#   zh:
#     title: 数据库和管理端口不对所有人开放
#     message: "{id}（{service}）对所有人开放"
#     remediation: |
#       让服务只在需要的地址上监听，例如 postgresql.conf：
#         listen_addresses = 'localhost'
#       Docker 用 -p 127.0.0.1:5432:5432 发布端口；或限制来源：
#         ufw delete allow PORT/tcp; ufw allow from 10.0.0.0/8 to any port PORT proto tcp
#       验证：ss -lntup | grep PORT，并从外部执行 nc -vz HOST PORT
package network.listener_private_service_open

import data.lib.firewall

deny contains {"msg": msg, "args": {"service": input.facts.service}} if {
	private
	open
	msg := sprintf("%s (%s) is open to everyone", [input.name, input.facts.service])
}

unknown contains {"msg": msg} if {
	private
	not open
	maybe_open
	msg := sprintf("it could not be told whether the firewall lets everyone reach %s", [input.name])
}

not_applicable if input.facts.scope == "loopback"

not_applicable if not private

private if input.facts.service in data.parameters.listener_private_services

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
