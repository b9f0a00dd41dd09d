package least_privilege.host_login_lockout_test

import data.least_privilege.host_login_lockout as check

limits := {"lockout_max_failures": 10, "lockout_min_seconds": 600}

host(lockout) := {
	"id": "host:1",
	"type": "server.host",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": {"pam": {
		"in_use": true,
		"services": [{"name": "sshd", "lockout": lockout, "empty_passwords": false}],
		"passwords": null,
	}},
}

lockout(effective, deny, seconds) := {
	"module": "pam_faillock",
	"effective": effective,
	"deny": deny,
	"unlock_seconds": seconds,
	"interval_seconds": 900,
	"root": false,
}

none := lockout(false, null, null)

sshd(password, interactive, pam) := {
	"passwordauthentication": password,
	"kbdinteractiveauthentication": interactive,
	"usepam": pam,
	"match_blocks": [],
}

passwords := sshd("yes", "no", "yes")

bans(running, ssh) := {
	"fail2ban": {"installed": true, "running": running, "jails": [{"name": "x", "ssh": ssh}]},
	"agents": [],
}

around(servers, detection) := {
	"server.sshd": {"by": {"target": {"db1": servers}}},
	"server.intrusion_detection": {"by": {"target": {"db1": [detection]}}},
}

denied(given, servers, detection) := found if {
	found := check.deny with input as host(given)
		with data.inventory as around(servers, detection)
		with data.parameters as limits
}

test_pass_with_faillock if {
	count(denied(lockout(true, 5, 900), [passwords], bans(false, false))) == 0
	# 0: until an administrator unlocks.
	count(denied(lockout(true, 10, 0), [passwords], bans(false, false))) == 0
}

test_pass_when_addresses_are_banned if {
	count(denied(none, [passwords], bans(true, true))) == 0
	crowdsec := {"fail2ban": {"running": false, "jails": []}, "agents": [{"name": "crowdsec", "running": true}]}
	count(denied(none, [passwords], crowdsec)) == 0
}

test_fail_without_either if {
	count(denied(none, [passwords], bans(false, true))) == 1
	count(denied(none, [passwords], bans(true, false))) == 1
	count(denied(none, [sshd("no", "yes", "yes")], bans(false, false))) == 1
}

test_fail_when_lockout_is_weak if {
	count(denied(lockout(true, 50, 900), [passwords], bans(false, false))) == 1
	count(denied(lockout(true, 5, 1), [passwords], bans(false, false))) == 1
}

test_fail_when_sshd_does_not_ask_pam if {
	count(denied(lockout(true, 5, 900), [sshd("yes", "no", "no")], bans(false, false))) == 1
}

test_fail_when_a_match_block_takes_passwords if {
	blocks := [{"criteria": "User sftp", "settings": {"passwordauthentication": "yes"}}]
	server := object.union(sshd("no", "no", "yes"), {"match_blocks": blocks})
	count(denied(none, [server], bans(false, false))) == 1
}

test_not_applicable_with_keys_only if {
	around_keys := around([sshd("no", "no", "yes")], bans(false, false))
	check.not_applicable with input as host(none) with data.inventory as around_keys
	check.not_applicable with input as host(none) with data.inventory as around([], bans(false, false))
	not check.not_applicable with input as host(none) with data.inventory as around([passwords], bans(false, false))
}
