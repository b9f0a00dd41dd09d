package encryption.listener_plain_text_test

import data.encryption.listener_plain_text as check

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

test_fail_for_plain_services if {
	every service in ["telnet", "rsh", "rlogin", "rexec", "tftp", "finger"] {
		count(check.deny) == 1 with input as listener({"service": service}) with data.parameters as limits
	}
}

test_fail_also_on_a_private_address if {
	private := listener({"service": "telnet", "scope": "address", "address": "10.0.0.1"})
	count(check.deny) == 1 with input as private with data.parameters as limits
	not check.not_applicable with input as private with data.parameters as limits
}

test_unknown_for_ftp if {
	count(check.deny) == 0 with input as listener({"service": "ftp"}) with data.parameters as limits
	count(check.unknown) == 1 with input as listener({"service": "ftp"}) with data.parameters as limits
	not check.not_applicable with input as listener({"service": "ftp"}) with data.parameters as limits
}

test_pass_is_left_to_services_that_may_encrypt if {
	count(check.deny) == 0 with input as listener({"service": "ssh"}) with data.parameters as limits
}

test_not_applicable_for_others_and_on_loopback if {
	check.not_applicable with input as listener({"service": "ssh"}) with data.parameters as limits
	check.not_applicable with input as listener({"service": null}) with data.parameters as limits
	check.not_applicable with input as listener({"service": "tftp", "scope": "loopback"}) with data.parameters as limits
}
