package least_privilege.privileged_programs_test

import data.least_privilege.privileged_programs as check

program(name, change) := {
	"id": sprintf("host:1/privileged_program%s", [name]),
	"type": "server.privileged_program",
	"name": name,
	"target": "web1",
	"labels": {},
	"dataset": null,
	"facts": object.union(
		{
			"setuid": null,
			"setgid": null,
			"capabilities": [],
			"gives": "any",
			"executors": [{"account": "ann", "uid": 1000, "by": "other"}],
		},
		change,
	),
}

found(name, change) := {item.severity | some item in messages} if {
	messages := check.deny with input as program(name, change)
		with data.parameters as {"privileged_programs": ["/opt/agent/run"]}
}

amount(name, change) := count(messages) if {
	messages := check.deny with input as program(name, change)
		with data.parameters as {"privileged_programs": ["/opt/agent/run"]}
}

test_fail_for_what_does_what_it_is_told if {
	found("/tmp/bash", {"setuid": 0}) == {"critical"}
	found("/usr/bin/python3.11", {"capabilities": ["cap_setuid"]}) == {"critical"}
	found("/usr/bin/find", {"setuid": 1000}) == {"high"}
	found("/usr/bin/find", {"setgid": 42}) == {"high"}
}

test_fail_for_what_nobody_knows if {
	amount("/opt/other/run", {"setuid": 0, "gives": "unclear"}) == 1
}

test_pass_for_what_checks_for_itself_or_is_named if {
	amount("/usr/bin/passwd", {"setuid": 0, "gives": "limited"}) == 0
	amount("/opt/agent/run", {"setuid": 0, "gives": "unclear"}) == 0
}

test_pass_for_what_nobody_may_start_or_gains_nothing_by if {
	amount("/root/bash", {"setuid": 0, "executors": []}) == 0
	amount("/usr/bin/nmap", {"capabilities": ["cap_net_raw"]}) == 0
	amount("/usr/bin/nmap", {"capabilities": null}) == 0
}
