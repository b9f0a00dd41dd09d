package encryption.postgres_password_encryption_test

import data.encryption.postgres_password_encryption as check

server(facts) := {
	"id": "postgres:7",
	"type": "postgres.server",
	"name": "db1:5432",
	"target": "db",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

facts(method, overrides) := {"password_encryption": method, "setting_overrides": overrides}

override(value) := {"role": "app", "database": null, "name": "password_encryption", "value": value}

test_fail_with_md5 if {
	every method in ["md5", "on"] {
		count(check.deny) == 1 with input as server(facts(method, []))
	}
}

test_fail_when_a_role_weakens_it if {
	weak := server(facts("scram-sha-256", [override("md5")]))
	{denied.path | some denied in check.deny} == {"role app"} with input as weak
}

test_pass_with_scram if {
	count(check.deny) == 0 with input as server(facts("scram-sha-256", []))
	other := object.union(override("md5"), {"name": "log_statement"})
	count(check.deny) == 0 with input as server(facts("scram-sha-256", [override("scram-sha-256"), other]))
}
