package logging.postgres_log_connections_test

import data.logging.postgres_log_connections as check

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
	denied({"log_connections": ["off"], "setting_overrides": []}) == {"server"}
}

test_fail_when_off_for_a_role if {
	denied({"log_connections": ["on"], "setting_overrides": [override("log_connections", "off")]}) == {"role app"}
}

test_pass_when_on if {
	denied({"log_connections": ["on"], "setting_overrides": []}) == set()
	others := [override("log_connections", "on"), override("log_statement", "off")]
	denied({"log_connections": ["on"], "setting_overrides": others}) == set()
}

test_pass_with_the_list_of_newer_servers if {
	denied({"log_connections": ["receipt", "authorization"], "setting_overrides": []}) == set()
	denied({"log_connections": ["all"], "setting_overrides": []}) == set()
}

test_fail_with_a_list_that_leaves_out_who_got_in if {
	denied({"log_connections": ["receipt"], "setting_overrides": []}) == {"server"}
	denied({"log_connections": [], "setting_overrides": []}) == {"server"}
}
