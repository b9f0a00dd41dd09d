package collection_consent.web_policy_link_works_test

import data.collection_consent.web_policy_link_works as check

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

test_pass_when_it_opens if {
	count(check.deny) == 0 with input as page({})
	one_of_two := page({"policy_links": [link({"works": "no"}), link({})]})
	count(check.deny) == 0 with input as one_of_two
}

test_fail_when_it_does_not if {
	facts := page({"policy_links": [link({"works": "no", "detail": "status 404"})]})
	{found.args.detail | some found in check.deny} == {"status 404"} with input as facts
}

test_unknown_when_it_was_not_tried if {
	facts := page({"policy_links": [link({"works": "undetermined", "detail": "elsewhere"}), link({"works": "no"})]})
	count(check.deny) == 0 with input as facts
	count(check.unknown) == 1 with input as facts
}

test_not_applicable_without_links if {
	check.not_applicable with input as page({"policy_links": []})
}
