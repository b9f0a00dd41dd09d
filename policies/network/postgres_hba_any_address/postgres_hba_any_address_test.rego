package network.postgres_hba_any_address_test

import data.network.postgres_hba_any_address as check

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

test_fail_from_everywhere if {
	denied({"address": "0.0.0.0/0", "prefix_length": 0}) == {"high"}
	denied({"address": "::/0", "prefix_length": 0}) == {"high"}
	denied({"address": "all", "prefix_length": 0}) == {"high"}
	denied({"address": "128.0.0.0/1", "prefix_length": 1}) == {"high"}
}

test_fail_for_everybody_is_critical if {
	denied({"prefix_length": 0, "databases": ["all"], "users": ["all"]}) == {"critical"}
}

test_pass_with_named_networks if {
	denied({}) == set()
	denied({"address": "samenet", "prefix_length": null}) == set()
	denied({"prefix_length": 0, "method": "reject"}) == set()
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
