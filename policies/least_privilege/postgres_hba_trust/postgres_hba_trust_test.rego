package least_privilege.postgres_hba_trust_test

import data.least_privilege.postgres_hba_trust as check

rule(change) := {
	"id": "postgres:7/hba/x",
	"type": "postgres.hba_entry",
	"name": "x",
	"target": "db",
	"labels": {},
	"dataset": null,
	"facts": object.union(object.remove(safe, object.keys(change)), change),
}

safe := {
	"position": 1,
	"connection": "hostssl",
	"databases": ["shop"],
	"users": ["app"],
	"address": "10.0.0.0/8",
	"prefix_length": 8,
	"origin": "network",
	"method": "scram-sha-256",
	"options": [],
	"listens": "network",
	"shadowed_by": null,
}

earlier := {"position": 1, "rule": "host all all all scram-sha-256", "method": "scram-sha-256"}

denied(change) := severities if {
	severities := {found.severity | some found in check.deny} with input as rule(change)
}

test_fail_from_the_network_is_critical if {
	denied({"method": "trust"}) == {"critical"}
}

test_fail_on_the_machine if {
	denied({"method": "trust", "connection": "local", "origin": "local"}) == {"high"}
	denied({"method": "trust", "connection": "host", "origin": "loopback"}) == {"high"}
}

test_fail_with_other_options if {
	denied({"method": "trust", "connection": "host", "options": ["clientcert=verify-full"]}) == {"critical"}
	denied({"method": "trust", "options": ["clientcert=verify-ca"]}) == {"critical"}
}

test_pass_with_authentication if {
	every method in ["scram-sha-256", "peer", "cert", "gss", "reject"] {
		denied({"method": method}) == set()
	}
}

test_pass_with_client_certificates if {
	denied({"method": "trust", "options": ["clientcert=verify-full"]}) == set()
}

test_not_applicable_when_never_reached if {
	check.not_applicable with input as rule({"shadowed_by": earlier})
	not check.not_applicable with input as rule({})
}

test_not_applicable_when_the_server_does_not_listen_there if {
	every place in ["unix", "loopback"] {
		check.not_applicable with input as rule({"listens": place})
	}
	not check.not_applicable with input as rule({"listens": "loopback", "origin": "loopback"})
	not check.not_applicable with input as rule({"listens": "unix", "origin": "local"})
}
