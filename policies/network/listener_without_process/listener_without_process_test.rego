package network.listener_without_process_test

import data.network.listener_without_process as check

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

test_pass_with_a_process if {
	count(check.deny) == 0 with input as listener({})
	count(check.unknown) == 0 with input as listener({})
}

test_fail_without_one if {
	count(check.deny) == 1 with input as listener({"processes": [], "service": null, "port": 31337})
	count(check.deny) == 1 with input as listener({"processes": [], "service": "ssh", "port": 22})
}

test_unknown_on_high_ports if {
	every port in [40000, null] {
		count(check.deny) == 0 with input as listener({"processes": [], "service": null, "port": port})
		count(check.unknown) == 1 with input as listener({"processes": [], "service": null, "port": port})
	}
}

test_not_applicable_for_what_the_kernel_holds if {
	check.not_applicable with input as listener({"processes": [], "service": "wireguard"})
	check.not_applicable with input as listener({"processes": [], "scope": "loopback"})
	not check.not_applicable with input as listener({"processes": []})
}
