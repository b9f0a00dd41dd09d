package network.ids_present_test

import data.network.ids_present as check

machine(agents, aide, tripwire) := {
	"id": "host:1/intrusion_detection",
	"type": "server.intrusion_detection",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": {
		"agents": agents,
		"aide": aide,
		"scanners": {"tripwire": tripwire, "rkhunter": false, "chkrootkit": false},
	},
}

agent(name, running, manager) := {
	"name": name,
	"kind": "host",
	"running": running,
	"manager": manager,
	"rules_updated": null,
}

no_aide := {"installed": false, "database": null, "schedule": [], "paths": []}

aide(exists, schedule) := {
	"installed": true,
	"database": {"place": "file:/var/lib/aide/aide.db", "exists": exists, "updated": null},
	"schedule": schedule,
	"paths": [],
}

test_pass_with_an_agent if {
	count(check.deny) == 0 with input as machine([agent("wazuh", true, "connected")], no_aide, false)
	count(check.deny) == 0 with input as machine([agent("wazuh", true, "configured")], no_aide, false)
	count(check.deny) == 0 with input as machine([agent("falco", true, null)], no_aide, false)
}

test_pass_with_aide if {
	count(check.deny) == 0 with input as machine([], aide("yes", ["timer dailyaidecheck.timer"]), false)
}

test_fail_with_nothing if {
	{found.msg | some found in check.deny} == {"nothing detects intrusions on db1"} with input as machine([], no_aide, false)
}

test_fail_with_what_does_not_work if {
	idle := machine([agent("wazuh", true, "none"), agent("falco", false, null)], aide("no", ["cron x"]), false)
	expected := "nothing detects intrusions on db1 (installed, but of no use: aide, falco, wazuh)"
	{found.msg | some found in check.deny} == {expected} with input as idle
	count(check.deny) == 1 with input as machine([], aide("yes", []), false)
	count(check.deny) == 1 with input as machine([agent("wazuh", true, "disconnected")], no_aide, false)
}

test_unknown_with_tripwire_alone if {
	count(check.unknown) == 1 with input as machine([], no_aide, true)
	count(check.deny) == 0 with input as machine([], no_aide, true)
	count(check.unknown) == 0 with input as machine([agent("falco", true, null)], no_aide, true)
}
