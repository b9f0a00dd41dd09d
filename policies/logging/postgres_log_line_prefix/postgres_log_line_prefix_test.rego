package logging.postgres_log_line_prefix_test

import data.logging.postgres_log_line_prefix as check

server(facts) := {
	"id": "postgres:7",
	"type": "postgres.server",
	"name": "db1:5432",
	"target": "db",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

facts(prefix, destinations) := server({"log_line_prefix": prefix, "log_destination": destinations})

denied(prefix, destinations) := lists if {
	lists := {found.args.missing | some found in check.deny} with input as facts(prefix, destinations)
}

test_fail_with_the_default if {
	denied("%m [%p] ", ["stderr"]) == {"database, user"}
	denied("", ["stderr", "csvlog"]) == {"client, database, time, user"}
	denied("%%u %m %d %h", ["stderr"]) == {"user"}
}

test_pass_with_all_of_them if {
	denied("%m [%p] user=%u,db=%d,client=%h ", ["stderr"]) == set()
	denied("%t %-10u@%5d %r", ["stderr"]) == set()
	denied("%u %d %h ", ["syslog"]) == set()
}

test_pass_with_the_default_of_debian if {
	denied("%m [%p] %q%u@%d ", ["stderr"]) == set()
}

test_fail_when_nothing_leads_to_the_client if {
	denied("%m %u@%d ", ["stderr"]) == {"client"}
}

test_not_applicable_with_columns if {
	check.not_applicable with input as facts("", ["csvlog"])
	check.not_applicable with input as facts("", ["csvlog", "jsonlog"])
	not check.not_applicable with input as facts("", ["stderr", "csvlog"])
}
