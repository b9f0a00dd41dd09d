package encryption.cert_weak_signature_test

import data.encryption.cert_weak_signature as check

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

test_pass_with_strong_hashes if {
	every hash in ["sha256", "sha384", "none"] {
		count(check.deny) == 0 with input as certificate({"signature_hash": hash})
	}
}

test_fail_with_weak_hashes if {
	every hash in ["md5", "sha1"] {
		count(check.deny) == 1 with input as certificate({"signature_hash": hash})
	}
}

test_not_applicable_when_it_signed_itself if {
	facts := certificate({"signature_hash": "sha1", "issuer": {"name": "CN=a", "self_signed": true}})
	check.not_applicable with input as facts
	count(check.deny) == 0 with input as facts
}
