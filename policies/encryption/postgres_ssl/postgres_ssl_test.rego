package encryption.postgres_ssl_test

import data.encryption.postgres_ssl as check

server(facts) := {
	"id": "postgres:7",
	"type": "postgres.server",
	"name": "db1:5432",
	"target": "db",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

facts(ssl, listens) := {"ssl": ssl, "listen_addresses": listens}

test_fail_without_tls if {
	every place in ["*", "0.0.0.0", "10.0.0.1", "db1.example.com"] {
		count(check.deny) == 1 with input as server(facts(false, ["localhost", place]))
	}
}

test_pass_with_tls if {
	count(check.deny) == 0 with input as server(facts(true, ["*"]))
}

test_not_applicable_without_network if {
	check.not_applicable with input as server(facts(false, []))
	check.not_applicable with input as server(facts(false, ["localhost", "127.0.0.1", "::1"]))
	not check.not_applicable with input as server(facts(false, ["localhost", "*"]))
}
