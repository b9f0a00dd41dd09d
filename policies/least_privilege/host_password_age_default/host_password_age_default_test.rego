package least_privilege.host_password_age_default_test

import data.least_privilege.host_password_age_default as check

host(change) := {
	"id": "host:1",
	"type": "server.host",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": {"login_defs": object.union(
		{
			"pass_max_days": 90,
			"pass_min_days": null,
			"pass_warn_age": null,
			"encrypt_method": "YESCRYPT",
			"umask": "027",
			"uid_min": 1000,
		},
		change,
	)},
}

limit := {"password_max_days": 365}

test_pass_within_the_limit if {
	count(check.deny) == 0 with input as host({"pass_max_days": 365}) with data.parameters as limit
}

test_fail_without_a_limit if {
	every days in [null, -1, 99999] {
		count(check.deny) == 1 with input as host({"pass_max_days": days}) with data.parameters as limit
	}
}

test_fail_above_the_limit if {
	count(check.deny) == 1 with input as host({"pass_max_days": 366}) with data.parameters as limit
}
