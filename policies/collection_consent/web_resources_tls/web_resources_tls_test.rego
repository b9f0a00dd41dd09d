package collection_consent.web_resources_tls_test

import data.collection_consent.web_resources_tls as check

page(change) := {
	"id": "https://shop.example/register",
	"type": "web.page",
	"name": "https://shop.example/register",
	"target": "shop",
	"labels": {},
	"dataset": null,
	"facts": object.union(
		{
			"url": "https://shop.example/register",
			"scenario": "membership_registration",
			"reading": read(""),
			"transport": {"tls": true, "way": ["https://shop.example/register"]},
			"collects": true,
			"policy_links": [link({})],
			"resources": [],
			"requests": [],
			"cookies": [],
			"data_in_urls": [],
		},
		change,
	),
}

read(unsettled) := {"rendered": true, "scripts": true, "unsettled": unsettled}

link(change) := object.union(
	{
		"text": "Privacy policy",
		"url": "https://shop.example/privacy",
		"works": "yes",
		"detail": "",
		"shown": "yes",
		"contrast": 9.5,
		"below_submit": 0,
	},
	change,
)

loaded(change) := object.union(
	{"url": "https://shop.example/a.js", "kind": "script", "tls": true, "ours": true, "tracker": false},
	change,
)

test_pass_with_tls if {
	count(check.deny) == 0 with input as page({"resources": [loaded({})], "requests": [loaded({})]})
}

test_fail_when_named_or_asked_for_in_plain_text if {
	plain := loaded({"url": "http://shop.example/a.js", "tls": false})
	count(check.deny) == 1 with input as page({"resources": [plain]})
	count(check.deny) == 1 with input as page({"requests": [plain]})
	count(check.deny) == 1 with input as page({"requests": [plain], "resources": [plain]})
}

test_unknown_when_scripts_may_load_more if {
	count(check.unknown) == 1 with input as page({"reading": read("scripts")})
}
