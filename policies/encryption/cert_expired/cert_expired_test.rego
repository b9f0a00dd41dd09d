package encryption.cert_expired_test

import data.encryption.cert_expired as check

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

test_pass_within_its_time if {
	count(check.deny) == 0 with input as certificate({}) with data.run as at("2026-11-29")
}

test_fail_after_its_time if {
	count(check.deny) == 1 with input as certificate({}) with data.run as at("2026-11-30")
}

test_fail_before_its_time if {
	count(check.deny) == 1 with input as certificate({}) with data.run as at("2026-08-31")
}
