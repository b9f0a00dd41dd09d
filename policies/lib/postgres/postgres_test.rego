package lib.postgres_test

import data.lib.postgres

test_local_only if {
	postgres.local_only([])
	postgres.local_only(["localhost", "127.0.0.1", "127.8.0.1", "::1"])
	every place in ["*", "0.0.0.0", "::", "10.0.0.1", "db1", "localhost.example.com", "127.example.com"] {
		not postgres.local_only(["localhost", place])
	}
}

test_out_of_reach if {
	postgres.out_of_reach("network", "loopback")
	postgres.out_of_reach("network", "unix")
	postgres.out_of_reach("loopback", "unix")
	not postgres.out_of_reach("network", "network")
	not postgres.out_of_reach("loopback", "loopback")
	not postgres.out_of_reach("local", "unix")
}

test_scope if {
	postgres.scope({"role": "app", "database": "shop"}) == "database shop, role app"
	postgres.scope({"role": "app", "database": null}) == "role app"
	postgres.scope({"role": null, "database": null}) == ""
}

test_audits if {
	postgres.audits(["read", "write"], "read")
	postgres.audits(["all"], "read")
	postgres.audits(["all", "-misc"], "read")
	not postgres.audits(["all", "-read"], "read")
	not postgres.audits(["write"], "read")
	not postgres.audits(["none"], "read")
	not postgres.audits([], "read")
}
