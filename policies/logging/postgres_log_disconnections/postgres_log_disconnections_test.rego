package logging.postgres_log_disconnections_test

import data.logging.postgres_log_disconnections as check

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

test_fail_when_off if {
	denied({"log_disconnections": false, "setting_overrides": []}) == {"server"}
}

test_fail_when_off_for_a_role if {
	denied({"log_disconnections": true, "setting_overrides": [override("log_disconnections", "off")]}) == {"role app"}
}

test_pass_when_on if {
	denied({"log_disconnections": true, "setting_overrides": []}) == set()
	others := [override("log_disconnections", "on"), override("log_statement", "off")]
	denied({"log_disconnections": true, "setting_overrides": others}) == set()
}
