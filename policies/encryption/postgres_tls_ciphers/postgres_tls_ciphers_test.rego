package encryption.postgres_tls_ciphers_test

import data.encryption.postgres_tls_ciphers as check

server(facts) := {
	"id": "postgres:7",
	"type": "postgres.server",
	"name": "db1:5432",
	"target": "db",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

facts(ssl, ciphers) := {"ssl": ssl, "ssl_ciphers": ciphers}

test_fail_with_weak_words if {
	every ciphers in ["ALL", "HIGH:aNULL", "HIGH:RC4", "LOW", "HIGH, MD5", "RC4-SHA", "NULL-SHA256", "eNULL:HIGH"] {
		count(check.deny) == 1 with input as server(facts(true, ciphers))
	}
}

test_pass_with_the_default_and_strict_lists if {
	every ciphers in [
		"HIGH:MEDIUM:+3DES:!aNULL",
		"HIGH:!aNULL:!MD5:!RC4",
		"ALL:!aNULL:!eNULL",
		"ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES256-GCM-SHA384",
		"HIGH:MD5:!MD5",
		"HIGH:-RC4-SHA",
	] {
		count(check.deny) == 0 with input as server(facts(true, ciphers))
	}
}

test_not_applicable_without_tls if {
	check.not_applicable with input as server(facts(false, "ALL"))
	not check.not_applicable with input as server(facts(true, "ALL"))
}
