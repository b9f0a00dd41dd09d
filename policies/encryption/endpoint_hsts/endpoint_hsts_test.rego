package encryption.endpoint_hsts_test

import data.encryption.endpoint_hsts as check

site(hsts) := {
	"id": "https://shop.example:443",
	"type": "endpoint.http",
	"name": "shop.example:443",
	"target": "shop",
	"labels": {},
	"dataset": null,
	"facts": {"hsts": object.union({"max_age": null, "include_subdomains": false, "preload": false}, hsts)},
}

limits := {"hsts_min_seconds": 15552000}

test_pass_when_long_enough if {
	count(check.deny) == 0 with input as site({"max_age": 15552000}) with data.parameters as limits
}

test_fail_when_missing_or_short if {
	every seconds in [null, 0, 15551999] {
		count(check.deny) == 1 with input as site({"max_age": seconds}) with data.parameters as limits
	}
}
