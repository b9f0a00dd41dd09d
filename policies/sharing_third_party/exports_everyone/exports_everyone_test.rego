package sharing_third_party.exports_everyone_test

import data.sharing_third_party.exports_everyone as check

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

test_pass_when_clients_are_named if {
	count(check.deny) == 0 with input as exports([export({})])
}

test_pass_when_kerberos_proves_who_asks if {
	count(check.deny) == 0 with input as exports([export({"everyone": true, "client": "*", "kerberos": true})])
}

test_fail_when_everyone_may_mount if {
	count(check.deny) == 1 with input as exports([export({"everyone": true, "client": "*"})])
}

test_fail_once_for_one_client_of_one_path if {
	open := export({"everyone": true, "client": "*"})
	count({denied.path | some denied in check.deny}) == 1 with input as exports([
		open,
		object.union(open, {"writable": true}),
	])
	count(check.deny) == 1 with input as exports([open, object.union(open, {"writable": true})])
}

test_not_applicable_without_exports if {
	check.not_applicable with input as exports([])
}
