package collection_consent.web_policy_link_visible_test

import data.collection_consent.web_policy_link_visible as check

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

limits := {"web_policy_link_min_contrast": 3, "web_policy_link_max_pixels_below": 200}

denied(change) := amount if {
	amount := count(check.deny) with input as page({"policy_links": [link(change)]}) with data.parameters as limits
}

test_pass_when_in_sight if {
	denied({}) == 0
	denied({"contrast": 3, "below_submit": 200}) == 0
	count(check.unknown) == 0 with input as page({}) with data.parameters as limits
}

test_fail_when_hidden_pale_or_far if {
	every change in [{"shown": "no"}, {"contrast": 2.9}, {"below_submit": 201}] {
		denied(change) == 1
	}
}

test_unknown_when_nothing_was_drawn if {
	facts := page({"policy_links": [link({"shown": "undetermined", "contrast": null, "below_submit": null})]})
	count(check.deny) == 0 with input as facts with data.parameters as limits
	count(check.unknown) == 1 with input as facts with data.parameters as limits
}

test_not_applicable_without_links_or_fields if {
	check.not_applicable with input as page({"policy_links": []})
	check.not_applicable with input as page({"collects": false})
}
