package encryption.endpoint_compression_test

import data.encryption.endpoint_compression as check

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

test_pass_without_it if {
	count(check.deny) == 0 with input as endpoint({})
}

test_fail_with_it if {
	count(check.deny) == 1 with input as endpoint({"compression": true})
}
