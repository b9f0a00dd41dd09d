package collection_consent.web_data_in_urls_test

import data.collection_consent.web_data_in_urls as check

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

test_pass_without_any if {
	count(check.deny) == 0 with input as page({})
	count(check.unknown) == 0 with input as page({})
}

test_fail_with_one if {
	found := {"url": "https://shop.example/orders", "parameters": ["phone"]}
	count(check.deny) == 1 with input as page({"data_in_urls": [found]})
}

test_unknown_when_scripts_may_add_some if {
	count(check.unknown) == 1 with input as page({"reading": read("scripts")})
}
