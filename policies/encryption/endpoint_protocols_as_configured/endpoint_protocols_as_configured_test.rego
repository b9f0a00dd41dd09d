package encryption.endpoint_protocols_as_configured_test

import data.encryption.endpoint_protocols_as_configured as check

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
		"id": "host:1/tls/a",
		"name": "nginx shop.example@*:443",
		"target": "web1",
		"names": ["shop.example"],
		"listen": [{"address": "*", "port": 443, "tls": "yes", "local": false}],
		"protocols": ["TLSv1.2", "TLSv1.3"],
		"ciphers": {"configured": null, "suites": ["TLS_AES_256_GCM_SHA384"]},
	},
	change,
)

configured(rows) := {"server.tls_endpoint": {"all": rows, "by": {"target": {"web1": rows}}}}

served(change) := endpoint(object.union({"servers": ["web1"]}, change))

test_pass_when_they_agree if {
	count(check.deny) == 0 with input as served({}) with data.inventory as configured([row({})])
	count(check.unknown) == 0 with input as served({}) with data.inventory as configured([row({})])
}

test_fail_when_more_is_negotiated if {
	facts := served({"protocols": ["TLSv1.1", "TLSv1.2", "TLSv1.3"]})
	count(check.deny) == 1 with input as facts with data.inventory as configured([row({})])
}

test_fail_when_less_is_negotiated if {
	count(check.deny) == 1 with input as served({"protocols": ["TLSv1.2"]}) with data.inventory as configured([row({})])
}

test_pass_when_the_block_of_the_name_agrees if {
	rows := [row({}), row({"names": ["other.example"], "protocols": ["TLSv1.3"]})]
	count(check.deny) == 0 with input as served({}) with data.inventory as configured(rows)
}

test_unknown_when_nothing_listens_there if {
	rows := [row({"listen": [{"address": "*", "port": 8443, "tls": "yes", "local": false}]})]
	count(check.unknown) == 1 with input as served({}) with data.inventory as configured(rows)
	count(check.unknown) == 1 with input as served({}) with data.inventory as configured([])
}

test_not_applicable_without_servers if {
	check.not_applicable with input as endpoint({}) with data.inventory as configured([])
}
