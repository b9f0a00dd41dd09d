package logging.postgres_log_ddl_test

import data.logging.postgres_log_ddl as check

server(facts) := {
	"id": "postgres:7",
	"type": "postgres.server",
	"name": "db1:5432",
	"target": "db",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

override(name, value) := {"role": "app", "database": null, "name": name, "value": value}

denied(facts) := paths if {
	paths := {found.path | some found in check.deny} with input as server(facts)
}

facts(statement, pgaudit, overrides) := {
	"log_statement": statement,
	"pgaudit": {"loaded": count(pgaudit) > 0, "log": pgaudit, "object_role": false},
	"setting_overrides": overrides,
}

test_fail_when_nothing_is_logged if {
	denied(facts("none", [], [])) == {"server"}
	denied(facts("none", ["read", "write"], [])) == {"server"}
	denied(facts("none", ["all", "-role"], [])) == {"server"}
}

test_fail_when_switched_off_for_a_role if {
	denied(facts("ddl", [], [override("log_statement", "none")])) == {"role app"}
}

test_pass_with_log_statement_or_pgaudit if {
	every level in ["ddl", "mod", "all"] {
		denied(facts(level, [], [override("log_statement", "all")])) == set()
	}
	denied(facts("none", ["ddl", "role"], [])) == set()
	denied(facts("none", ["all"], [override("log_statement", "none")])) == set()
}
