package sharing_third_party.web_cookies_before_consent_test

import data.sharing_third_party.web_cookies_before_consent as check

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

test_pass_with_cookies_of_the_session if {
	count(check.deny) == 0 with input as page({"cookies": [cookie({}), cookie({"days": 0})]})
	count(check.deny) == 0 with input as page({"cookies": [cookie({"days": 400, "necessary": true})]})
}

test_fail_when_lasting_or_foreign if {
	count(check.deny) == 1 with input as page({"cookies": [cookie({"days": 30})]})
	count(check.deny) == 1 with input as page({"cookies": [cookie({"ours": false, "domain": "ads.example"})]})
}

test_unknown_when_scripts_may_set_more if {
	count(check.unknown) == 1 with input as page({"reading": read("scripts")})
}
