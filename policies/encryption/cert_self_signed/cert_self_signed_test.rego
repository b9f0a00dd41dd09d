package encryption.cert_self_signed_test

import data.encryption.cert_self_signed as check

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

own := {"name": "CN=a", "self_signed": true}

test_pass_with_an_authority if {
	count(check.deny) == 0 with input as certificate({})
}

test_fail_when_it_signed_itself if {
	facts := certificate({"issuer": own, "endpoints": [shown(true), shown(false)]})
	{found.args.endpoints | some found in check.deny} == {"nginx a@*:443"} with input as facts
}

test_not_applicable_on_this_machine_alone if {
	facts := certificate({"issuer": own, "endpoints": [shown(true)]})
	check.not_applicable with input as facts
	count(check.deny) == 0 with input as facts
}
