package network.ids_agent_works_test

import data.network.ids_agent_works as check

machine(agents) := {
	"id": "host:1/intrusion_detection",
	"type": "server.intrusion_detection",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": {"agents": agents},
}

agent(name, running, manager) := {
	"name": name,
	"kind": "host",
	"running": running,
	"manager": manager,
	"rules_updated": null,
}

test_pass_when_it_runs_and_reports if {
	agents := [agent("falco", true, null), agent("wazuh", true, "connected")]
	count(check.deny) == 0 with input as machine(agents)
	not check.not_applicable with input as machine(agents)
}

test_fail_when_it_does_not if {
	agents := [agent("falco", false, null), agent("wazuh", true, "disconnected")]
	{found.path | some found in check.deny} == {"falco", "wazuh"} with input as machine(agents)
	count(check.deny) == 1 with input as machine([agent("wazuh", false, "none")])
	count(check.deny) == 1 with input as machine([agent("wazuh", true, "none")])
}

test_not_applicable_without_agents if {
	check.not_applicable with input as machine([])
}
