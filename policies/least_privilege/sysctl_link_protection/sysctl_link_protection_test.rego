package least_privilege.sysctl_link_protection_test

import data.least_privilege.sysctl_link_protection as check

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

test_fail_for_each_that_is_off if {
	off := settings({"protected_hardlinks": 0, "protected_symlinks": 0})
	{denied.path | some denied in check.deny} == {"protected_hardlinks", "protected_symlinks"} with input as off
}

test_unknown_when_the_kernel_does_not_tell if {
	count(check.unknown) == 1 with input as settings({"protected_symlinks": null})
}
