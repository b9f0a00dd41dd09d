package lib.firewall_test

import data.lib.firewall

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

listener(changes) := object.union(
	{
		"protocol": "tcp",
		"address": "0.0.0.0",
		"interface": null,
		"port": 5432,
		"family": "ipv4",
		"dual_stack": "no",
		"scope": "any",
	},
	changes,
)

everyone := [row("ipv4", "tcp", [0, 65535], 1, 1)]

test_open_when_everyone_gets_in if {
	firewall.open(everyone, listener({}), 0.1)
	firewall.open(everyone, listener({"scope": "address", "address": "198.51.100.1"}), 0.1)
	firewall.open(everyone, listener({"interface": "eth0"}), 0.1)
}

test_not_open_elsewhere if {
	not firewall.maybe_open(everyone, listener({"protocol": "udp"}), 0.1)
	not firewall.maybe_open(everyone, listener({"family": "ipv6"}), 0.1)
	not firewall.maybe_open(everyone, listener({"scope": "address", "address": "10.0.0.1"}), 0.1)
	not firewall.maybe_open(everyone, listener({"interface": "wg0"}), 0.1)
	not firewall.maybe_open(everyone, listener({"port": null}), 0.1)
}

test_the_row_of_the_port_counts if {
	rows := [
		row("ipv4", "tcp", [0, 5431], 1, 1),
		row("ipv4", "tcp", [5432, 5432], 0.001, 0.001),
		row("ipv4", "tcp", [5433, 65535], 1, 1),
	]
	not firewall.maybe_open(rows, listener({}), 0.1)
	firewall.open(rows, listener({"port": 5431}), 0.1)
	firewall.open(rows, listener({"port": 5433}), 0.1)
}

test_a_socket_of_ipv6_may_take_ipv4 if {
	firewall.open(everyone, listener({"family": "ipv6", "dual_stack": "yes"}), 0.1)
	unsure := listener({"family": "ipv6", "dual_stack": "undetermined"})
	not firewall.open(everyone, unsure, 0.1)
	firewall.maybe_open(everyone, unsure, 0.1)
}

test_what_is_not_certain_is_not_open if {
	rows := [row("ipv4", "tcp", [0, 65535], 0, 1)]
	not firewall.open(rows, listener({}), 0.1)
	firewall.maybe_open(rows, listener({}), 0.1)
}

test_open_by_default_counts_ports if {
	firewall.open_by_default(everyone, 0.1) == {"ipv4/tcp"}
	split := [row("ipv6", "udp", [0, 20000], 1, 1), row("ipv6", "udp", [20001, 40000], 1, 1)]
	firewall.open_by_default(split, 0.1) == {"ipv6/udp"}
	few := [row("ipv4", "tcp", [0, 21], 0, 0), row("ipv4", "tcp", [22, 22], 1, 1)]
	firewall.open_by_default(few, 0.1) == set()
	firewall.maybe_open_by_default([row("ipv4", "tcp", [0, 65535], 0, 1)], 0.1) == {"ipv4/tcp"}
}

test_half_of_the_ports_on_each_of_two_addresses_is_not_more_than_half if {
	one := row("ipv4", "tcp", [0, 20000], 1, 1)
	other := object.union(one, {"addresses": ["198.51.100.2"]})
	firewall.open_by_default([one, other], 0.1) == set()
}
