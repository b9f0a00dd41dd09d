package network.sysctl_syncookies_test

import data.network.sysctl_syncookies as check

server(facts) := {
	"id": "host:1",
	"type": "server.host",
	"name": "web1",
	"target": "web1",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

settings(changes) := server({"sysctl": object.union(sane, changes)})

sane := {
	"ip_forward": 0,
	"tcp_syncookies": 1,
	"randomize_va_space": 2,
	"suid_dumpable": 0,
	"protected_hardlinks": 1,
	"protected_symlinks": 1,
	"redirects_accepted": [],
	"redirects_sent": [],
	"source_routes_accepted": [],
	"reverse_path_unchecked": [],
	"carriers": [],
}

test_pass_when_set if {
	count(check.deny) == 0 with input as settings({})
}

test_pass_when_always_on if {
	count(check.deny) == 0 with input as settings({"tcp_syncookies": 2})
}

test_fail_when_off if {
	count(check.deny) == 1 with input as settings({"tcp_syncookies": 0})
}

test_unknown_when_the_kernel_does_not_tell if {
	count(check.unknown) == 1 with input as settings({"tcp_syncookies": null})
}
