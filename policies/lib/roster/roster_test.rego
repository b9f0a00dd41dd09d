package lib.roster_test

import data.lib.roster

row(person, status, left_on) := {"person": person, "status": status, "left_on": left_on}

test_spellings if {
	roster.spellings("aNN") == {"aNN", "ann", "ANN", "Ann"}
}

test_who_came_back_is_no_leaver if {
	rows := [row("a", "left", "2026-01-01"), row("b", "left", "2026-01-01"), row("b", "active", null)]
	roster.leavers(rows) == {"a"}
	roster.employed(rows) == {"b"}
}

test_the_last_of_several_days_counts if {
	rows := [row("a", "left", "2024-01-01"), row("a", "left", "2026-01-01"), row("a", "left", "soon")]
	roster.last_day(rows, "a") == "2026-01-01"
	not roster.last_day([row("a", "left", "soon")], "a")
}

test_hours_count_from_the_end_of_the_day if {
	roster.passed("2026-11-08", 24, "2026-11-10T00:00:01Z")
	not roster.passed("2026-11-08", 24, "2026-11-10T00:00:00Z")
	not roster.passed("soon", 24, "2026-11-10T00:00:00Z")
	not roster.passed(null, 24, "2026-11-10T00:00:00Z")
}

test_what_names_an_account_most_exactly_says_who_owns_it if {
	rows := [
		{"account": "app-*", "system": null, "person": "E1"},
		{"account": "app-db*", "system": null, "person": "E2"},
		{"account": "APP-db1", "system": null, "person": "E3"},
		{"account": "app-db1", "system": "web", "person": "E4"},
		{"account": "app-db1", "system": "web", "person": "E5"},
	]
	roster.owners(rows, {"app-x"}, "db") == {"E1"}
	roster.owners(rows, {"app-db2"}, "db") == {"E2"}
	roster.owners(rows, {"app-db1", "arn:other"}, "db") == {"E3"}
	roster.owners(rows, {"app-db1"}, "web") == {"E4", "E5"}
	roster.owners(rows, {"ann"}, "web") == set()
}

test_owners_count_when_one_of_them_is_on_the_roster if {
	roster.knows({"E1": [{}]}, {"e1", "E9"})
	not roster.knows({"E1": [{}]}, {"E9"})
	not roster.knows({"E1": [{}]}, set())
}
