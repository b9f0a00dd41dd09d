package encryption.cert_weak_key_test

import data.encryption.cert_weak_key as check

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

limits := {"certificate_rsa_min_bits": 2048, "certificate_ec_min_bits": 224}

found(type, bits) := amount if {
	facts := certificate({"key": {"type": type, "bits": bits}})
	amount := count(check.deny) with input as facts with data.parameters as limits
}

test_pass_with_strong_keys if {
	every key in [["rsa", 2048], ["rsa", 4096], ["ec", 256], ["ed", 256]] {
		found(key[0], key[1]) == 0
	}
}

test_fail_with_weak_keys if {
	every key in [["rsa", 1024], ["ec", 192], ["dsa", 3072]] {
		found(key[0], key[1]) == 1
	}
}
