package encryption.tls_postgresql_off_test

import data.encryption.tls_postgresql_off as check

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

server(sockets) := endpoint({"software": "postgresql", "listen": sockets})

test_pass_with_tls if {
	count(check.deny) == 0 with input as server([socket("*", "yes", false)])
}

test_fail_without_tls if {
	facts := server([socket("*", "no", false), socket("127.0.0.1", "no", true)])
	{found.args.sockets | some found in check.deny} == {"*:443"} with input as facts
}

test_not_applicable_on_this_machine_alone if {
	facts := server([socket("localhost", "no", true)])
	check.not_applicable with input as facts
	count(check.deny) == 0 with input as facts
}

test_not_applicable_to_others if {
	facts := endpoint({"listen": [socket("*", "no", false)]})
	check.not_applicable with input as facts
	count(check.deny) == 0 with input as facts
}
