package least_privilege.host_password_length_test

import data.least_privilege.host_password_length as check

host(passwords) := {
	"id": "host:1",
	"type": "server.host",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": {"pam": {"in_use": passwords != null, "services": [], "passwords": passwords}},
}

taken(length) := {
	"module": "pam_pwquality",
	"enforced": true,
	"shortest": length,
	"min_classes": 0,
	"remembered": 0,
}

accounts(states) := {"server.account": {"by": {"target": {"db1": [{"password": {"state": state}} |
	some state in states
]}}}}

denied(length) := found if {
	found := check.deny with input as host(taken(length))
		with data.inventory as accounts(["none", "set"])
		with data.parameters as {"password_min_length": 12}
}

test_pass_when_long_enough if {
	count(denied(12)) == 0
}

test_fail_when_short if {
	count(denied(11)) == 1
	count(denied(6)) == 1
}

test_not_applicable_when_nobody_has_a_password if {
	check.not_applicable with input as host(taken(6)) with data.inventory as accounts(["none", "locked"])
	not check.not_applicable with input as host(taken(6)) with data.inventory as accounts(["set"])
}

test_unknown_without_pam if {
	count(check.unknown) == 1 with input as host(null) with data.inventory as accounts(["set"])
	count(check.unknown) == 0 with input as host(taken(12)) with data.inventory as accounts(["set"])
}
