package network.listener_private_service_open_test

import data.network.listener_private_service_open as check

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

db := listener({})

test_pass_when_the_firewall_limits_it if {
	count(check.deny) == 0 with input as db with data.inventory as firewall(0, 0) with data.parameters as limits
	count(check.unknown) == 0 with input as db with data.inventory as firewall(0, 0) with data.parameters as limits
}

test_pass_when_a_few_partners_may if {
	count(check.deny) == 0 with input as db with data.inventory as firewall(0.001, 0.001) with data.parameters as limits
}

test_fail_when_everyone_gets_in if {
	count(check.deny) == 1 with input as db with data.inventory as firewall(1, 1) with data.parameters as limits
}

test_fail_when_half_of_the_internet_gets_in if {
	count(check.deny) == 1 with input as db with data.inventory as firewall(0.5, 0.5) with data.parameters as limits
}

test_fail_on_a_socket_of_ipv6_that_takes_ipv4 if {
	dual := listener({"family": "ipv6", "address": "::", "dual_stack": "yes"})
	count(check.deny) == 1 with input as dual with data.inventory as firewall(1, 1) with data.parameters as limits
}

test_unknown_when_the_firewall_was_not_understood if {
	count(check.deny) == 0 with input as db with data.inventory as firewall(0, 1) with data.parameters as limits
	count(check.unknown) == 1 with input as db with data.inventory as firewall(0, 1) with data.parameters as limits
}

test_not_applicable_on_loopback_and_for_public_services if {
	check.not_applicable with input as listener({"scope": "loopback"}) with data.parameters as limits
	check.not_applicable with input as listener({"service": "https"}) with data.parameters as limits
	check.not_applicable with input as listener({"service": null}) with data.parameters as limits
	not check.not_applicable with input as listener({}) with data.parameters as limits
}
