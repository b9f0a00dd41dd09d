package network.firewall_persistent_test

import data.network.firewall_persistent as check

limits := {
	"firewall_wide_share": 0.004,
	"listener_plain_services": ["finger", "rexec", "rlogin", "rsh", "telnet", "tftp"],
	"listener_ports_allowed": ["tcp/22", "tcp/80", "tcp/443"],
	"listener_private_services": ["postgresql", "redis"],
}

server(share, services, scripts) := {"id": "host:1/firewall", "name": "web1", "facts": {
	"boot": {"services": services, "scripts": scripts},
	"inbound": [{
		"family": "ipv4",
		"protocol": "tcp",
		"first_port": 0,
		"last_port": 65535,
		"interfaces": ["eth0"],
		"addresses": ["198.51.100.1"],
		"public_share": share,
		"public_share_possible": share,
	}],
}}

test_pass_when_a_service_loads_them if {
	count(check.deny) == 0 with input as server(0, ["ufw"], []) with data.parameters as limits
	count(check.unknown) == 0 with input as server(0, ["ufw"], ["/etc/rc.local"]) with data.parameters as limits
}

test_fail_when_nothing_does if {
	count(check.deny) == 1 with input as server(0, [], []) with data.parameters as limits
}

test_unknown_when_a_script_may if {
	count(check.deny) == 0 with input as server(0, [], ["/etc/rc.local"]) with data.parameters as limits
	count(check.unknown) == 1 with input as server(0, [], ["/etc/rc.local"]) with data.parameters as limits
}

test_not_applicable_without_a_firewall if {
	check.not_applicable with input as server(1, [], []) with data.parameters as limits
	not check.not_applicable with input as server(0, [], []) with data.parameters as limits
}
