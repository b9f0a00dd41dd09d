package encryption.postgres_tls_version_test

import data.encryption.postgres_tls_version as check

server(facts) := {
	"id": "postgres:7",
	"type": "postgres.server",
	"name": "db1:5432",
	"target": "db",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

facts(ssl, version) := {"ssl": ssl, "ssl_min_protocol_version": version}

test_fail_when_old_versions_are_accepted if {
	every version in ["", "TLSv1", "TLSv1.1"] {
		count(check.deny) == 1 with input as server(facts(true, version))
	}
}

test_pass_from_1_2_on if {
	every version in ["TLSv1.2", "TLSv1.3"] {
		count(check.deny) == 0 with input as server(facts(true, version))
	}
}

test_not_applicable_without_tls if {
	check.not_applicable with input as server(facts(false, "TLSv1"))
	not check.not_applicable with input as server(facts(true, "TLSv1"))
}
