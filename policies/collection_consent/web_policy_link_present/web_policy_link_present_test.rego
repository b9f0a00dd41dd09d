package collection_consent.web_policy_link_present_test

import data.collection_consent.web_policy_link_present as check

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

test_pass_with_a_link if {
	count(check.deny) == 0 with input as page({})
	count(check.unknown) == 0 with input as page({})
}

test_fail_without_one_or_hidden if {
	count(check.deny) == 1 with input as page({"policy_links": []})
	count(check.deny) == 1 with input as page({"policy_links": [link({"shown": "no"})]})
}

test_unknown_when_scripts_may_add_one if {
	facts := page({"policy_links": [], "reading": read("scripts")})
	count(check.deny) == 0 with input as facts
	count(check.unknown) == 1 with input as facts
}

test_not_applicable_to_pages_that_ask_nothing if {
	check.not_applicable with input as page({"collects": false})
	not check.not_applicable with input as page({"collects": false, "reading": read("scripts")})
}
