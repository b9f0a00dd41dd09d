package encryption.endpoint_certificate_as_configured_test

import data.encryption.endpoint_certificate_as_configured as check

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

row(change) := object.union(
	{
		"id": "host:1/certificate/a",
		"name": "/etc/ssl/a.pem",
		"target": "web1",
		"subject": {"common_name": "shop.example", "names": ["shop.example"]},
		"validity": {"not_before": "2026-10-01T00:00:00Z", "not_after": "2026-12-30T00:00:00Z"},
	},
	change,
)

configured(rows) := {"server.certificate": {"all": rows, "by": {"target": {"web1": rows}}}}

served(change) := endpoint(object.union({"servers": ["web1"]}, change))

test_pass_when_it_is_the_one_on_disk if {
	count(check.deny) == 0 with input as served({}) with data.inventory as configured([row({})])
}

test_fail_when_the_renewed_one_was_not_loaded if {
	renewed := row({"validity": {"not_before": "2026-11-27T00:00:00Z", "not_after": "2027-02-25T00:00:00Z"}})
	count(check.deny) == 1 with input as served({}) with data.inventory as configured([renewed])
}

test_unknown_without_files if {
	count(check.unknown) == 1 with input as served({}) with data.inventory as configured([])
}

test_not_applicable_without_servers if {
	check.not_applicable with input as endpoint({}) with data.inventory as configured([])
}
