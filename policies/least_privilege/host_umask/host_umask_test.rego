package least_privilege.host_umask_test

import data.least_privilege.host_umask as check

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

wanted := {"umask_wanted": "027"}

test_pass_when_strict if {
	every umask in ["027", "0027", "077"] {
		count(check.deny) == 0 with input as host({"umask": umask}) with data.parameters as wanted
	}
}

test_fail_when_open if {
	every umask in ["022", "002", "007", "0", "nonsense"] {
		count(check.deny) == 1 with input as host({"umask": umask}) with data.parameters as wanted
	}
}

test_fail_when_unset if {
	count(check.deny) == 1 with input as host({"umask": null}) with data.parameters as wanted
}
