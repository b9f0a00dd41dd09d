package encryption.endpoint_certificate_expires_soon_test

import data.encryption.endpoint_certificate_expires_soon as check

endpoint(change) := {
	"id": "https://shop.example:443",
	"type": "endpoint.tls",
	"name": "shop.example:443",
	"target": "shop",
	"labels": {},
	"dataset": null,
	"facts": object.union(
		{
			"server_name": "shop.example",
			"port": 443,
			"servers": [],
			"protocols": ["TLSv1.2", "TLSv1.3"],
			"suites": [suite("TLSv1.3", "TLS_AES_256_GCM_SHA384")],
			"key_exchange": {"curves": ["X25519"], "dh_bits": null},
			"certificates": [certificate({})],
			"renegotiation": {"secure": true, "by_client": false},
			"compression": false,
		},
		change,
	),
}

suite(version, name) := {
	"protocol": version,
	"name": name,
	"openssl": name,
	"bits": 256,
	"anonymous": contains(name, "_anon_"),
	"forward_secrecy": strings.any_prefix_match(name, ["TLS_AES", "TLS_ECDHE", "TLS_DHE"]),
}

certificate(change) := object.union(
	{
		"subject": "CN=shop.example",
		"names": ["shop.example"],
		"issuer": "CN=CA",
		"not_before": "2026-10-01T00:00:00Z",
		"not_after": "2026-12-30T00:00:00Z",
		"key": {"type": "ec", "bits": 256},
		"signature_hash": "sha256",
		"name_matches": true,
		"trust": "trusted",
		"trust_detail": "",
		"chain": [],
		"fingerprint": "aa",
	},
	change,
)

limits := {"certificate_days_left": 21}

found(moment) := amount if {
	run := {"now": moment}
	amount := count(check.deny) with input as endpoint({}) with data.run as run with data.parameters as limits
}

test_pass_with_time_left if {
	found("2026-12-08T00:00:00Z") == 0
}

test_fail_when_it_ends_soon if {
	found("2026-12-10T00:00:00Z") == 1
}

test_pass_when_it_ended_because_that_is_another_finding if {
	found("2026-12-31T00:00:00Z") == 0
}

test_unknown_without_a_readable_date if {
	facts := endpoint({"certificates": [certificate({"not_after": "soon"})]})
	run := {"now": "2026-12-10T00:00:00Z"}
	count(check.unknown) == 1 with input as facts with data.run as run with data.parameters as limits
}
