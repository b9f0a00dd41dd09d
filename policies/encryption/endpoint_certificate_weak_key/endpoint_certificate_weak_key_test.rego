package encryption.endpoint_certificate_weak_key_test

import data.encryption.endpoint_certificate_weak_key as check

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

limits := {"certificate_rsa_min_bits": 2048, "certificate_ec_min_bits": 224}

keyed(type, bits) := endpoint({"certificates": [certificate({"key": {"type": type, "bits": bits}})]})

test_pass_with_strong_keys if {
	every key in [["rsa", 2048], ["ec", 256], ["ed", 256]] {
		count(check.deny) == 0 with input as keyed(key[0], key[1]) with data.parameters as limits
	}
}

test_fail_with_weak_keys if {
	every key in [["rsa", 2047], ["ec", 192], ["dsa", 3072]] {
		count(check.deny) == 1 with input as keyed(key[0], key[1]) with data.parameters as limits
	}
}

test_fail_when_the_chain_is_weak if {
	above := {
		"subject": "CN=CA",
		"not_after": "2030-01-01T00:00:00Z",
		"key": {"type": "rsa", "bits": 1024},
		"signature_hash": "sha256",
	}
	facts := endpoint({"certificates": [certificate({"chain": [above]})]})
	{found.args.subject | some found in check.deny} == {"CN=CA"} with input as facts with data.parameters as limits
}

test_unknown_with_a_key_of_another_kind if {
	count(check.unknown) == 1 with input as keyed("other", 0) with data.parameters as limits
}
