package network.fail2ban_sshd_test

import data.network.fail2ban_sshd as check

machine(installed, running, jails) := {
	"id": "host:1/intrusion_detection",
	"type": "server.intrusion_detection",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": {"fail2ban": {"installed": installed, "running": running, "jails": jails}},
}

jail(name, ssh) := {"name": name, "ssh": ssh, "max_retry": 5, "find_seconds": 600, "ban_seconds": 600}

test_pass_with_the_jail if {
	count(check.deny) == 0 with input as machine(true, true, [jail("sshd", true)])
	count(check.deny) == 0 with input as machine(true, true, [jail("nginx", false), jail("mine", true)])
}

test_fail_without_the_jail if {
	{found.path | some found in check.deny} == {"sshd"} with input as machine(true, true, [jail("nginx", false)])
}

test_fail_when_it_does_not_run if {
	{found.path | some found in check.deny} == {"running"} with input as machine(true, false, [jail("sshd", true)])
}

test_not_applicable_without_fail2ban if {
	check.not_applicable with input as machine(false, false, [])
	not check.not_applicable with input as machine(true, true, [])
}
