package network.listener_port_not_allowed_test

import data.network.listener_port_not_allowed as check

limits := {
	"firewall_wide_share": 0.004,
	"listener_plain_services": ["finger", "rexec", "rlogin", "rsh", "telnet", "tftp"],
	"listener_ports_allowed": ["tcp/22", "tcp/80", "tcp/443"],
	"listener_private_services": ["postgresql", "redis"],
}

listener(changes) := {
	"id": "host:1/listener/tcp/0.0.0.0/5432",
	"type": "server.listener",
	"name": "tcp 0.0.0.0:5432",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": object.union(
		{
			"protocol": "tcp",
			"address": "0.0.0.0",
			"interface": null,
			"port": 5432,
			"family": "ipv4",
			"dual_stack": "no",
			"scope": "any",
			"processes": ["postgres"],
			"service": "postgresql",
		},
		changes,
	),
}

firewall(share, possible) := {"server.firewall": {"by": {"target": {"db1": [{"inbound": [{
	"family": "ipv4",
	"protocol": "tcp",
	"first_port": 0,
	"last_port": 65535,
	"interfaces": ["eth0"],
	"addresses": ["198.51.100.1"],
	"public_share": share,
	"public_share_possible": possible,
}]}]}}}}

web := listener({"port": 8080, "service": null})

test_pass_when_the_firewall_limits_it if {
	count(check.deny) == 0 with input as web with data.inventory as firewall(0, 0) with data.parameters as limits
	count(check.unknown) == 0 with input as web with data.inventory as firewall(0, 0) with data.parameters as limits
}

test_fail_when_everyone_gets_in if {
	count(check.deny) == 1 with input as web with data.inventory as firewall(1, 1) with data.parameters as limits
}

test_unknown_when_the_firewall_was_not_understood if {
	count(check.deny) == 0 with input as web with data.inventory as firewall(0, 1) with data.parameters as limits
	count(check.unknown) == 1 with input as web with data.inventory as firewall(0, 1) with data.parameters as limits
}

test_not_applicable_for_allowed_ports_loopback_and_clients if {
	check.not_applicable with input as listener({"port": 443, "service": "https"}) with data.parameters as limits
	check.not_applicable with input as listener({"scope": "loopback"}) with data.parameters as limits
	check.not_applicable with input as listener({"port": null, "service": null}) with data.parameters as limits
	check.not_applicable with input as listener({}) with data.parameters as limits
	not check.not_applicable with input as web with data.parameters as limits
	other := listener({"port": 443, "protocol": "sctp", "service": null})
	not check.not_applicable with input as other with data.parameters as limits
}
