package encryption.tls_postgresql_plain_clients_test

import data.encryption.tls_postgresql_plain_clients as check

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

server(hba) := endpoint({"software": "postgresql", "hba": hba})

entry(type, method, plain) := {
	"line": 7,
	"type": type,
	"databases": ["sales"],
	"users": ["all"],
	"address": "10.0.0.0/8",
	"method": method,
	"plain_text": plain,
}

test_pass_with_hostssl if {
	count(check.deny) == 0 with input as server([entry("hostssl", "scram-sha-256", false)])
}

test_fail_with_host if {
	facts := server([entry("host", "scram-sha-256", true), entry("hostssl", "md5", false)])
	{found.path | some found in check.deny} == {"host sales all 10.0.0.0/8 scram-sha-256"} with input as facts
}

test_not_applicable_without_tls_or_network if {
	every sockets in [[socket("*", "no", false)], [socket("::1", "yes", true)]] {
		facts := endpoint({"software": "postgresql", "hba": [entry("host", "md5", true)], "listen": sockets})
		check.not_applicable with input as facts
		count(check.deny) == 0 with input as facts
	}
}

test_not_applicable_to_others if {
	check.not_applicable with input as endpoint({})
}
