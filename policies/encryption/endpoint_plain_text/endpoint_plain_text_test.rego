package encryption.endpoint_plain_text_test

import data.encryption.endpoint_plain_text as check

port(answer) := {
	"id": "https://shop.example:443/plain/80",
	"type": "endpoint.port",
	"name": "shop.example:80",
	"target": "shop",
	"labels": {},
	"dataset": null,
	"facts": {"port": 80, "answer": answer},
}

test_pass_when_closed_or_redirecting if {
	every answer in ["closed", "no_answer", "redirects", "refuses"] {
		count(check.deny) == 0 with input as port(answer)
	}
}

test_fail_when_open if {
	every answer in ["open", "serves", "redirects_plain"] {
		count(check.deny) == 1 with input as port(answer)
	}
}
