package least_privilege.access_mover_test

import data.least_privilege.access_mover as check

entry(people) := {
	"id": "access:crm/host:1/account/ann",
	"type": "dataset.access",
	"name": "ann on crm",
	"target": "access:datasets",
	"labels": {},
	"dataset": {"ids": ["crm"], "classification": "sensitive", "retention_days": 730, "owner": "crm-team"},
	"facts": {
		"principal": {"kind": "server_account", "id": "host:1/account/ann", "name": "ann", "login": "ann"},
		"grants": [{"rights": ["read"], "way": "group", "chain": ["ann is in crm"]}],
		"people": people,
	},
}

ann := [{"person": "e1", "status": "active", "by": "roster"}]

row(effective, updated) := {
	"id": "c1",
	"name": "c1",
	"target": "registers",
	"person": "e1",
	"to_post": "clerk",
	"effective_on": effective,
	"rights_updated_at": updated,
}

now := {"now": "2026-11-28T12:00:00Z"}

limits := {"mover_update_hours": 24}

log(rows) := {"register.access_change_log": {"all": rows, "by": {"person": {"e1": rows}}}}

found(people, rows) := amount if {
	amount := count(check.deny) with input as entry(people)
		with data.run as now
		with data.parameters as limits
		with data.inventory as log(rows)
}

test_fail_while_rights_are_those_of_the_former_post if {
	found(ann, [row("2026-11-27T11:59:59Z", null)]) == 1
	found(ann, [row("2026-11-01T08:00:00Z", null), row("2026-10-01T08:00:00Z", null)]) == 2
	found([{"person": "e1", "status": "leave", "by": "key"}], [row("2026-11-01T08:00:00Z", null)]) == 1
}

test_pass_when_updated_or_still_in_time if {
	found(ann, []) == 0
	found(ann, [row("2026-11-01T08:00:00Z", "2026-11-05T08:00:00Z")]) == 0
	found(ann, [row("2026-11-27T12:00:00Z", null)]) == 0
	found(ann, [row("2026-12-01T08:00:00Z", null)]) == 0
}

test_unknown_with_a_moment_that_is_none if {
	count(check.unknown) == 1 with input as entry(ann)
		with data.run as now
		with data.parameters as limits
		with data.inventory as log([row("in spring", null)])
}

test_not_applicable_without_people_who_work_here if {
	check.not_applicable with input as entry([])
	check.not_applicable with input as entry([{"person": "e1", "status": "left", "by": "roster"}])
	not check.not_applicable with input as entry(ann)
}
