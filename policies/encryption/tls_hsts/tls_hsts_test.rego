package encryption.tls_hsts_test

import data.encryption.tls_hsts as check

endpoint(change) := {
	"id": "host:1/tls/a",
	"type": "server.tls_endpoint",
	"name": "nginx a@*:443",
	"target": "web1",
	"labels": {},
	"dataset": null,
	"facts": object.union(
		{
			"software": "nginx",
			"listen": [socket("*", "yes", false)],
			"protocols": ["TLSv1.2", "TLSv1.3"],
			"ciphers": {"configured": null, "suites": []},
			"hsts": {"max_age": null, "undetermined": false},
			"plain_text": "none",
			"hba": null,
		},
		change,
	),
}

socket(address, secure, local) := {"address": address, "port": 443, "tls": secure, "local": local}

limits := {"hsts_min_seconds": 15552000}

sending(max_age, undetermined) := endpoint({"hsts": {"max_age": max_age, "undetermined": undetermined}})

test_pass_when_long_enough if {
	count(check.deny) == 0 with input as sending(31536000, false) with data.parameters as limits
}

test_fail_without_it if {
	count(check.deny) == 1 with input as sending(null, false) with data.parameters as limits
}

test_fail_when_too_short_or_turned_off if {
	every seconds in [0, 300] {
		count(check.deny) == 1 with input as sending(seconds, false) with data.parameters as limits
	}
}

test_unknown_when_a_backend_may_send_it if {
	facts := sending(null, true)
	count(check.unknown) == 1 with input as facts with data.parameters as limits
	count(check.deny) == 0 with input as facts with data.parameters as limits
}

test_not_applicable_to_databases_and_local_sites if {
	check.not_applicable with input as endpoint({"hsts": null})
	check.not_applicable with input as endpoint({"listen": [socket("127.0.0.1", "yes", true)]})
	check.not_applicable with input as endpoint({"listen": [socket("*", "no", false)]})
}
