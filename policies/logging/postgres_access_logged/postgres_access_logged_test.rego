package logging.postgres_access_logged_test

import data.logging.postgres_access_logged as check

server(facts) := {
	"id": "postgres:7",
	"type": "postgres.server",
	"name": "db1:5432",
	"target": "db",
	"labels": {},
	"dataset": dataset("sensitive"),
	"facts": facts,
}

dataset(classification) := {"ids": ["crm"], "classification": classification, "retention_days": 365, "owner": "o"}

override(name, value) := {"role": "app", "database": null, "name": name, "value": value}

denied(facts) := paths if {
	paths := {found.path | some found in check.deny} with input as server(facts)
}

facts(statement, pgaudit, overrides) := {
	"log_statement": statement,
	"pgaudit": pgaudit,
	"setting_overrides": overrides,
}

classes(names) := {"loaded": true, "log": names, "object_role": false}

absent := {"loaded": false, "log": [], "object_role": false}

test_fail_when_nothing_is_recorded if {
	denied(facts("ddl", absent, [])) == {"server"}
	denied(facts("mod", classes(["write", "ddl"]), [])) == {"server"}
	denied(facts("none", classes(["all", "-read"]), [])) == {"server"}
}

test_fail_when_switched_off_for_a_role if {
	denied(facts("all", absent, [override("log_statement", "ddl")])) == {"role app, log_statement"}
	audited := classes(["read", "write"])
	denied(facts("none", audited, [override("pgaudit.log", "none")])) == {"role app, pgaudit.log"}
	denied(facts("none", audited, [override("pgaudit.log", "ddl, Write")])) == {"role app, pgaudit.log"}
}

test_pass_when_recorded if {
	denied(facts("all", absent, [])) == set()
	denied(facts("none", classes(["read", "write"]), [override("pgaudit.log", "READ, WRITE")])) == set()
	denied(facts("none", classes(["all"]), [override("log_statement", "none")])) == set()
}

test_unknown_when_objects_are_audited if {
	object_audit := server(facts("none", {"loaded": true, "log": ["none"], "object_role": true}, []))
	count(check.deny) == 0 with input as object_audit
	count(check.unknown) == 1 with input as object_audit
	count(check.unknown) == 0 with input as server(facts("none", absent, []))
}

test_not_applicable_without_sensitive_data if {
	check.not_applicable with input as object.union(server({}), {"dataset": dataset("general")})
	check.not_applicable with input as object.union(object.remove(server({}), ["dataset"]), {"dataset": null})
	not check.not_applicable with input as server({})
}
