package integrity_availability.mac_enforced_test

import data.integrity_availability.mac_enforced as check

machine(mode, configured, enabled, enforce) := {
	"id": "host:1/intrusion_detection",
	"type": "server.intrusion_detection",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": {
		"selinux": {"mode": mode, "configured": configured, "policy": null},
		"apparmor": {"enabled": enabled, "profiles": {"enforce": enforce, "complain": 3, "unconfined": 0}},
	},
}

test_pass_when_enforced if {
	count(check.deny) == 0 with input as machine("enforcing", "enforcing", false, 0)
	count(check.deny) == 0 with input as machine("enforcing", null, false, 0)
	count(check.deny) == 0 with input as machine("disabled", null, true, 12)
}

test_fail_when_not if {
	count(check.deny) == 1 with input as machine("disabled", "disabled", false, 0)
	count(check.deny) == 1 with input as machine("permissive", "enforcing", false, 0)
	count(check.deny) == 1 with input as machine("disabled", null, true, 0)
}

test_fail_when_a_restart_ends_it if {
	{found.path | some found in check.deny} == {"config"} with input as machine("enforcing", "permissive", false, 0)
}
