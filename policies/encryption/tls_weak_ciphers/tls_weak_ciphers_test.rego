package encryption.tls_weak_ciphers_test

import data.encryption.tls_weak_ciphers as check

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

with_ciphers(configured, suites) := endpoint({"ciphers": {"configured": configured, "suites": suites}})

test_pass_with_strong_suites if {
	facts := with_ciphers("HIGH", ["ECDHE-RSA-AES128-GCM-SHA256", "TLS_AES_128_GCM_SHA256", "AES256-SHA"])
	count(check.deny) == 0 with input as facts
	count(check.unknown) == 0 with input as facts
}

test_pass_when_the_library_knows_the_weak_ones_no_more if {
	count(check.deny) == 0 with input as with_ciphers("HIGH:RC4-SHA", ["ECDHE-RSA-AES128-GCM-SHA256"])
}

test_fail_with_weak_suites if {
	facts := with_ciphers("ALL", ["AES256-SHA", "DES-CBC3-SHA", "ADH-AES128-SHA"])
	{found.args.ciphers | some found in check.deny} == {"ADH-AES128-SHA, DES-CBC3-SHA"} with input as facts
}

test_fail_by_the_words_when_the_suites_are_not_known if {
	facts := with_ciphers("ECDHE+AESGCM:RC4-SHA", null)
	{found.args.ciphers | some found in check.deny} == {"RC4-SHA"} with input as facts
	count(check.unknown) == 0 with input as facts
}

test_unknown_when_words_depend_on_the_library if {
	count(check.unknown) == 1 with input as with_ciphers("HIGH:!aNULL", null)
	count(check.unknown) == 1 with input as with_ciphers(null, null)
}

test_pass_by_the_words_alone if {
	facts := with_ciphers("ECDHE-RSA-AES128-GCM-SHA256:ECDHE+AESGCM:!RC4", null)
	count(check.deny) == 0 with input as facts
	count(check.unknown) == 0 with input as facts
}

test_not_applicable_without_tls if {
	facts := endpoint({"ciphers": null, "listen": [socket("*", "no", false)]})
	check.not_applicable with input as facts
	count(check.deny) == 0 with input as facts
	count(check.unknown) == 0 with input as facts
}
