package encryption.host_core_dumps_test

import data.encryption.host_core_dumps as check

host(kept) := {
	"id": "host:1",
	"type": "server.host",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": {"coredumps": {"handler": "systemd-coredump", "storage": null, "kept": kept}},
}

paths(rows) := {"server.path": {"by": {"target": {"db1": rows}}}}

data_here := paths([{"name": "/srv/customers", "exists": true}])

test_pass_when_discarded if {
	count(check.deny) == 0 with input as host("no") with data.inventory as data_here
}

test_fail_when_kept if {
	count(check.deny) == 1 with input as host("yes") with data.inventory as data_here
}

test_unknown_with_a_strange_handler if {
	count(check.unknown) == 1 with input as host("undetermined") with data.inventory as data_here
}

test_not_applicable_without_a_dataset if {
	check.not_applicable with input as host("yes") with data.inventory as paths([])
	not check.not_applicable with input as host("yes") with data.inventory as data_here
}
