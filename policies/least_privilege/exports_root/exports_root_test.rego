package least_privilege.exports_root_test

import data.least_privilege.exports_root as check

server(facts) := {
	"id": "host:1",
	"type": "server.host",
	"name": "web1",
	"target": "web1",
	"labels": {},
	"dataset": null,
	"facts": facts,
}

export(changes) := object.union(
	{
		"path": "/srv/customers",
		"client": "10.0.0.5",
		"everyone": false,
		"writable": false,
		"root_squash": true,
		"kerberos": false,
	},
	changes,
)

exports(list) := server({"nfs_exports": list})

test_pass_when_root_is_nobody if {
	count(check.deny) == 0 with input as exports([export({"writable": true})])
}

test_fail_when_root_stays_root if {
	count(check.deny) == 1 with input as exports([export({"root_squash": false})])
}

test_fail_once_when_a_path_is_listed_twice if {
	both := exports([export({"root_squash": false}), export({"root_squash": false, "writable": true})])
	count(check.deny) == 1 with input as both
}

test_not_applicable_without_exports if {
	check.not_applicable with input as exports([])
}
