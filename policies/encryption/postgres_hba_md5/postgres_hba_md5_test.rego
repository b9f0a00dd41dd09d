package encryption.postgres_hba_md5_test

import data.encryption.postgres_hba_md5 as check

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

denied(change) := amount if {
	amount := count(check.deny) with input as rule(change)
}

test_fail_with_md5 if {
	denied({"method": "md5"}) == 1
}

test_pass_with_scram if {
	denied({"method": "scram-sha-256"}) == 0
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
