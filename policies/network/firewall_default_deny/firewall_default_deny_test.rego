package network.firewall_default_deny_test

import data.network.firewall_default_deny as check

limits := {
	"firewall_wide_share": 0.004,
	"listener_plain_services": ["finger", "rexec", "rlogin", "rsh", "telnet", "tftp"],
	"listener_ports_allowed": ["tcp/22", "tcp/80", "tcp/443"],
	"listener_private_services": ["postgresql", "redis"],
}

row(family, protocol, ports, share, possible) := {
	"family": family,
	"protocol": protocol,
	"first_port": ports[0],
	"last_port": ports[1],
	"interfaces": ["eth0"],
	"addresses": ["198.51.100.1"],
	"public_share": share,
	"public_share_possible": possible,
}

server(rows) := {"id": "host:1/firewall", "name": "web1", "facts": {"filters": [], "inbound": rows, "unseen": []}}

ssh_alone(family) := [
	row(family, "tcp", [0, 21], 0, 0),
	row(family, "tcp", [22, 22], 1, 1),
	row(family, "tcp", [23, 65535], 0, 0),
	row(family, "udp", [0, 65535], 0, 0),
]

test_pass_when_only_named_ports_are_open if {
	closed := server(array.concat(ssh_alone("ipv4"), ssh_alone("ipv6")))
	count(check.deny) == 0 with input as closed with data.parameters as limits
	count(check.unknown) == 0 with input as closed with data.parameters as limits
}

test_pass_when_all_is_open_to_the_own_network_alone if {
	private := server([row("ipv4", "tcp", [0, 65535], 0, 0)])
	count(check.deny) == 0 with input as private with data.parameters as limits
}

test_fail_without_a_firewall if {
	open := server([row("ipv4", "tcp", [0, 65535], 1, 1), row("ipv4", "udp", [0, 65535], 1, 1)])
	{denied.path | some denied in check.deny} == {"ipv4/tcp", "ipv4/udp"} with input as open with data.parameters as limits
}

test_fail_when_ipv6_was_forgotten if {
	forgotten := server(array.concat(ssh_alone("ipv4"), [row("ipv6", "tcp", [0, 65535], 1, 1)]))
	{denied.path | some denied in check.deny} == {"ipv6/tcp"} with input as forgotten with data.parameters as limits
}

test_fail_when_everything_is_let_in_in_pieces if {
	pieces := server([row("ipv4", "tcp", [0, 1023], 1, 1), row("ipv4", "tcp", [1024, 65535], 0.9, 0.9)])
	count(check.deny) == 1 with input as pieces with data.parameters as limits
}

test_unknown_when_rules_were_not_understood if {
	unclear := server([row("ipv4", "tcp", [0, 65535], 0, 1)])
	count(check.deny) == 0 with input as unclear with data.parameters as limits
	count(check.unknown) == 1 with input as unclear with data.parameters as limits
}

test_unknown_names_what_was_not_seen if {
	unclear := {"name": "web1", "facts": {
		"filters": [],
		"inbound": [row("ipv4", "tcp", [0, 65535], 0, 1)],
		"unseen": ["no nft"],
	}}
	some entry in check.unknown with input as unclear with data.parameters as limits
	contains(entry.msg, "no nft")
}

test_not_applicable_without_addresses if {
	check.not_applicable with input as server([]) with data.parameters as limits
}
