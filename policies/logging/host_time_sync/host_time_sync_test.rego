package logging.host_time_sync_test

import data.logging.host_time_sync as check

machine(facts) := {
	"id": "host:1",
	"type": "server.host",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

clock(changes) := machine({"time_sync": object.union(
	{
		"daemon": "chrony",
		"running": true,
		"servers": 4,
		"synchronised": "yes",
		"container": false,
		"timezone": "Etc/UTC",
	},
	changes,
)})

messages(changes) := found if {
	found := {denied.msg | some denied in check.deny} with input as clock(changes)
}

test_pass_when_synchronised if {
	messages({}) == set()
	# An agent of the hypervisor may keep the clock.
	messages({"daemon": "none", "running": false}) == set()
}

test_fail_names_the_trouble if {
	messages({"synchronised": "no"}) == {"the clock of db1 follows none of its sources"}
	messages({"synchronised": "no", "servers": 0}) == {"the clock of db1 has no source of time"}
	stopped := {"synchronised": "no", "running": false}
	messages(stopped) == {"the clock of db1 is kept by a daemon that does not run"}
	none := {"synchronised": "no", "running": false, "daemon": "none"}
	messages(none) == {"the clock of db1 is kept by no daemon"}
}

test_unknown_when_nobody_tells if {
	count(check.unknown) == 1 with input as clock({"synchronised": "undetermined", "running": false})
	messages({"synchronised": "undetermined", "running": false}) == set()
	count(check.unknown) == 0 with input as clock({})
}

test_not_applicable_in_a_container if {
	check.not_applicable with input as clock({"container": true, "running": false})
	not check.not_applicable with input as clock({"container": true})
	not check.not_applicable with input as clock({"running": false})
}
