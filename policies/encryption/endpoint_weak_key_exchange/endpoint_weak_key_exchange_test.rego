package encryption.endpoint_weak_key_exchange_test

import data.encryption.endpoint_weak_key_exchange as check

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

limits := {"endpoint_dh_min_bits": 2048}

found(exchange) := amount if {
	facts := endpoint({"key_exchange": exchange})
	amount := count(check.deny) with input as facts with data.parameters as limits
}

test_pass_with_strong_groups if {
	found({"curves": ["X25519", "secp256r1", "secp224r1", "prime256v1", "sect233k1"], "dh_bits": 2048}) == 0
	found({"curves": [], "dh_bits": null}) == 0
}

test_fail_with_a_short_group_or_curve if {
	found({"curves": ["X25519"], "dh_bits": 2047}) == 1
	every curve in ["secp192r1", "sect163k1", "secp160k1", "prime192v1"] {
		found({"curves": [curve], "dh_bits": null}) == 1
	}
}
