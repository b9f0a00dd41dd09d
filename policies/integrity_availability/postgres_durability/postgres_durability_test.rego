package integrity_availability.postgres_durability_test

import data.integrity_availability.postgres_durability as check

server(facts) := {
	"id": "postgres:7",
	"type": "postgres.server",
	"name": "db1:5432",
	"target": "db",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

denied(fsync, pages) := paths if {
	facts := {"fsync": fsync, "full_page_writes": pages}
	paths := {found.path | some found in check.deny} with input as server(facts)
}

test_fail_when_off if {
	denied(false, true) == {"fsync"}
	denied(true, false) == {"full_page_writes"}
	denied(false, false) == {"fsync", "full_page_writes"}
}

test_pass_when_on if {
	denied(true, true) == set()
}
