package encryption.tls_old_protocols_test

import data.encryption.tls_old_protocols as check

endpoint(change) := {
	"id": "host:1/tls/a",
	"type": "server.tls_endpoint",
	"name": "nginx a@*:443",
	"target": "web1",
	"labels": {},
	"dataset": null,
	"facts": object.union(
		{
			"software": "nginx",
			"listen": [socket("*", "yes", false)],
			"protocols": ["TLSv1.2", "TLSv1.3"],
			"ciphers": {"configured": null, "suites": []},
			"hsts": {"max_age": null, "undetermined": false},
			"plain_text": "none",
			"hba": null,
		},
		change,
	),
}

socket(address, secure, local) := {"address": address, "port": 443, "tls": secure, "local": local}

test_pass_with_modern_versions if {
	count(check.deny) == 0 with input as endpoint({})
}

test_fail_with_old_versions if {
	facts := endpoint({"protocols": ["TLSv1", "TLSv1.1", "TLSv1.2"]})
	{found.args.protocols | some found in check.deny} == {"TLSv1, TLSv1.1"} with input as facts
}

test_fail_on_this_machine_alone_too if {
	facts := endpoint({"protocols": ["SSLv3"], "listen": [socket("127.0.0.1", "yes", true)]})
	count(check.deny) == 1 with input as facts
}

test_not_applicable_without_tls if {
	check.not_applicable with input as endpoint({"protocols": [], "listen": [socket("*", "no", false)]})
}
