package least_privilege.sshd_allow_list_test

import data.least_privilege.sshd_allow_list as check

server(change) := {
	"id": "host:1/sshd",
	"type": "server.sshd",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": object.union({"allowusers": [], "allowgroups": [], "match_blocks": []}, change),
}

holding(exists) := {"server.path": {"by": {"target": {"db1": [{"id": "p", "name": "/srv/x", "exists": exists}]}}}}

block(criteria) := [{
	"criteria": criteria,
	"file": "/etc/ssh/sshd_config",
	"line": 1,
	"settings": {"allowusers": "ann"},
}]

denied(facts) := amount if {
	amount := count(check.deny) with input as facts with data.inventory as holding(true)
}

test_pass_with_a_list if {
	denied(server({"allowusers": ["ann"]})) == 0
	denied(server({"allowgroups": ["ssh-users"]})) == 0
	denied(server({"match_blocks": block("all")})) == 0
}

test_fail_without if {
	denied(server({})) == 1
}

test_fail_when_only_some_are_restricted if {
	denied(server({"match_blocks": block("Address 10.0.0.0/8")})) == 1
}

test_not_applicable_where_no_dataset_lies if {
	check.not_applicable with input as server({}) with data.inventory as holding(false)
	check.not_applicable with input as server({}) with data.inventory as {"server.path": {"by": {"target": {}}}}
	not check.not_applicable with input as server({}) with data.inventory as holding(true)
}
