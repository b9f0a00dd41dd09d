package network.sysctl_redirects_test

import data.network.sysctl_redirects as check

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

test_fail_when_redirects_are_accepted if {
	count(check.deny) == 1 with input as settings({"redirects_accepted": ["eth0"]})
}

test_fail_when_a_router_sends_them if {
	count(check.deny) == 1 with input as settings({"ip_forward": 1, "redirects_sent": ["eth0"]})
}

test_pass_when_a_host_would_send_them_if_it_forwarded if {
	count(check.deny) == 0 with input as settings({"redirects_sent": ["eth0"]})
}
