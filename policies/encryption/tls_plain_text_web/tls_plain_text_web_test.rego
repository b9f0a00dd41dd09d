package encryption.tls_plain_text_web_test

import data.encryption.tls_plain_text_web as check

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

test_pass_when_it_redirects_or_refuses if {
	every answer in ["redirects", "refuses"] {
		facts := endpoint({"plain_text": answer, "listen": [socket("*", "no", false)]})
		count(check.deny) == 0 with input as facts
	}
}

test_fail_when_it_serves if {
	facts := endpoint({"plain_text": "serves", "listen": [socket("*", "no", false), socket("*", "yes", false)]})
	{found.args.sockets | some found in check.deny} == {"*:443"} with input as facts
}

test_not_applicable_on_this_machine_alone if {
	facts := endpoint({"plain_text": "serves", "listen": [socket("127.0.0.1", "no", true)]})
	check.not_applicable with input as facts
	count(check.deny) == 0 with input as facts
}

test_not_applicable_with_tls_only if {
	check.not_applicable with input as endpoint({})
}

test_not_applicable_to_databases if {
	facts := endpoint({"software": "mysql", "plain_text": "serves", "listen": [socket("*", "no", false)]})
	check.not_applicable with input as facts
	count(check.deny) == 0 with input as facts
}

test_unknown_when_it_may_be_tls if {
	facts := endpoint({"plain_text": "serves", "listen": [socket("*", "undetermined", false)]})
	count(check.unknown) == 1 with input as facts
	count(check.deny) == 0 with input as facts
}
