# METADATA
# title: The tunnel of a route exists and is up
# description: >-
#   A route that is said to go through a tunnel goes some other way when the tunnel is down, or is not
#   protected at all. Stated by people in the declared inventory, not observed; an expired statement is
#   unknown.
# related_resources:
#   - ref: https://csrc.nist.gov/pubs/sp/800/77/r1/final
# custom:
#   id: declared-route-tunnel
#   resource: declared.transfer_route
#   severity: high
#   controls: [enc-secure-channel-vpn]
#   needs:
#     declared.vpn_tunnel: [state, declared_on, expires_on]
#   remediation: |
#     Bring the tunnel up (ipsec status; wg show; systemctl status openvpn), refuse the route without it, and
#     correct both
#     entries in the declared inventory: 'tunnel' of the route is the id of an entry of vpn_tunnels.
#   zh:
#     title: 路线所用隧道存在且已连接
#     message: "传输路线 {id} 的隧道 {tunnel} 不可用"
#     remediation: |
#       恢复隧道（ipsec status、wg show），禁止绕过隧道传输，并更新申报清单；路线的 tunnel 须为 vpn_tunnels 中的 id。
package encryption.declared_route_tunnel

import data.lib.declared

deny contains {"msg": msg, "args": {"tunnel": "-"}} if {
	input.facts.channel in {"vpn", "ipsec"}
	input.facts.tunnel == null
	msg := sprintf("%s names no tunnel", [input.name])
}

deny contains {"msg": msg, "args": {"tunnel": input.facts.tunnel}} if {
	is_string(input.facts.tunnel)
	count(tunnels) == 0
	msg := sprintf("%s goes through the tunnel %s, which is not declared", [input.name, input.facts.tunnel])
}

deny contains {"msg": msg, "args": {"tunnel": input.facts.tunnel}} if {
	some tunnel in tunnels
	tunnel.state == "down"
	msg := sprintf("%s goes through the tunnel %s, which is down", [input.name, input.facts.tunnel])
}

unknown contains {"msg": msg} if {
	some tunnel in tunnels
	tunnel.state == "unknown"
	msg := sprintf("whether the tunnel %s is up is not known", [input.facts.tunnel])
}

unknown contains {"msg": msg} if {
	some tunnel in tunnels
	msg := declared.stale(tunnel.declared_on, tunnel.expires_on, data.run.now)
}

unknown contains {"msg": msg} if {
	msg := declared.stale(input.facts.declared_on, input.facts.expires_on, data.run.now)
}

tunnels := [row |
	some row in data.inventory["declared.vpn_tunnel"].all
	row.name == input.facts.tunnel
]

not_applicable if {
	not input.facts.channel in {"vpn", "ipsec"}
	input.facts.tunnel == null
}
