package collection_consent.web_page_tls_test

import data.collection_consent.web_page_tls as check

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

test_pass_with_tls if {
	count(check.deny) == 0 with input as page({})
}

test_fail_with_a_step_without_it if {
	way := ["http://shop.example/register", "https://shop.example/register"]
	count(check.deny) == 1 with input as page({"transport": {"tls": false, "way": way}})
}
