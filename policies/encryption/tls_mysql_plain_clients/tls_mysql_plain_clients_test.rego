package encryption.tls_mysql_plain_clients_test

import data.encryption.tls_mysql_plain_clients as check

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

server(software, plain_text, sockets) := endpoint({
	"software": software,
	"plain_text": plain_text,
	"listen": sockets,
})

test_pass_when_it_refuses if {
	count(check.deny) == 0 with input as server("mysql", "refuses", [socket("*", "yes", false)])
}

test_fail_with_and_without_a_certificate if {
	every secure in ["yes", "no"] {
		every software in ["mysql", "mariadb"] {
			count(check.deny) == 1 with input as server(software, "serves", [socket("*", secure, false)])
		}
	}
}

test_not_applicable_on_this_machine_alone if {
	facts := server("mysql", "serves", [socket("127.0.0.1", "no", true)])
	check.not_applicable with input as facts
	count(check.deny) == 0 with input as facts
}

test_not_applicable_to_web_servers if {
	facts := server("nginx", "serves", [socket("*", "no", false)])
	check.not_applicable with input as facts
	count(check.deny) == 0 with input as facts
}
