package least_privilege.listener_docker_api_test

import data.least_privilege.listener_docker_api as check

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

test_fail_for_the_api_in_the_clear if {
	count(check.deny) == 1 with input as listener({"service": "docker"})
}

test_fail_on_loopback_too if {
	count(check.deny) == 1 with input as listener({"service": "docker", "scope": "loopback"})
}

test_unknown_with_tls if {
	count(check.deny) == 0 with input as listener({"service": "docker-tls"})
	count(check.unknown) == 1 with input as listener({"service": "docker-tls"})
}

test_pass_is_not_for_other_services if {
	count(check.deny) == 0 with input as listener({})
}

test_not_applicable_for_other_services if {
	check.not_applicable with input as listener({})
	check.not_applicable with input as listener({"service": null})
	not check.not_applicable with input as listener({"service": "docker"})
}
