package encryption.cert_expires_soon_test

import data.encryption.cert_expires_soon as check

certificate(change) := {
	"id": "host:1/certificate/etc/ssl/a.pem",
	"type": "server.certificate",
	"name": "/etc/ssl/a.pem",
	"target": "web1",
	"labels": {},
	"dataset": null,
	"facts": object.union(
		{
			"issuer": {"name": "CN=CA", "self_signed": false},
			"validity": {"not_before": "2026-09-01T00:00:00Z", "not_after": "2026-11-30T00:00:00Z"},
			"key": {"type": "rsa", "bits": 2048},
			"signature_hash": "sha256",
			"key_files": [],
			"endpoints": [shown(false)],
		},
		change,
	),
}

shown(local) := {"name": "nginx a@*:443", "software": "nginx", "names": ["a"], "local": local}

at(day) := {"now": sprintf("%sT12:00:00Z", [day])}

limits := {"certificate_days_left": 21}

found(facts, day) := amount if {
	amount := count(check.deny) with input as facts with data.run as at(day) with data.parameters as limits
}

test_pass_with_time_left if {
	found(certificate({}), "2026-11-08") == 0
}

test_fail_when_it_ends_soon if {
	found(certificate({}), "2026-11-10") == 1
}

test_pass_when_it_was_made_for_a_short_life if {
	short := {"not_before": "2026-11-24T00:00:00Z", "not_after": "2026-11-30T00:00:00Z"}
	found(certificate({"validity": short}), "2026-11-26") == 0
	found(certificate({"validity": short}), "2026-11-29") == 1
}

test_not_applicable_when_it_has_ended if {
	check.not_applicable with input as certificate({}) with data.run as at("2026-12-01")
	found(certificate({}), "2026-12-01") == 0
}
