package collection_consent.web_cookies_secure_test

import data.collection_consent.web_cookies_secure as check

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

cookie(change) := object.union(
	{
		"name": "sid",
		"domain": "shop.example",
		"ours": true,
		"secure": true,
		"http_only": true,
		"days": null,
		"necessary": false,
	},
	change,
)

test_pass_when_secure if {
	count(check.deny) == 0 with input as page({"cookies": [cookie({})]})
}

test_fail_when_not if {
	count(check.deny) == 1 with input as page({"cookies": [cookie({"secure": false})]})
}

test_unknown_when_scripts_may_set_more if {
	count(check.unknown) == 1 with input as page({"reading": read("scripts")})
}
