package network.sysctl_reverse_path_test

import data.network.sysctl_reverse_path as check

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

test_fail_when_an_interface_does_not if {
	count(check.deny) == 1 with input as settings({"reverse_path_unchecked": ["eth0"]})
}
