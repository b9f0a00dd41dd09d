package least_privilege.tls_postgresql_hba_auth_test

import data.least_privilege.tls_postgresql_hba_auth as check

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

test_pass_with_strong_methods if {
	hba := [entry("host", "scram-sha-256", true), entry("hostssl", "cert", false), entry("hostssl", "password", false)]
	count(check.deny) == 0 with input as server(hba)
}

test_fail_by_method if {
	hba := [entry("hostssl", "trust", false), entry("host", "md5", true), entry("host", "password", true)]
	{found.severity | some found in check.deny} == {"critical", "medium", "high"} with input as server(hba)
}

test_fail_with_ident if {
	{found.severity | some found in check.deny} == {"high"} with input as server([entry("host", "ident", true)])
}

test_not_applicable_on_this_machine_alone if {
	hba := [entry("host", "trust", true)]
	facts := endpoint({"software": "postgresql", "hba": hba, "listen": [socket("::1", "yes", true)]})
	check.not_applicable with input as facts
	count(check.deny) == 0 with input as facts
}

test_not_applicable_to_others if {
	check.not_applicable with input as endpoint({})
}
