package collection_consent.web_form_not_in_url_test

import data.collection_consent.web_form_not_in_url as check

form(change) := {
	"id": "https://shop.example/register#reg",
	"type": "web.form",
	"name": "https://shop.example/register (reg)",
	"target": "shop",
	"labels": {},
	"dataset": null,
	"facts": object.union(
		{
			"url": "https://shop.example/register",
			"scenario": "membership_registration",
			"reading": read(""),
			"allowed_fields": null,
			"method": "post",
			"action": {"url": "https://shop.example/register", "tls": true, "ours": true},
			"fields": [asked("name", {}), asked("phone", {"mark": "optional", "required": false})],
			"consent": [consent({})],
			"purpose": true,
			"marks_explained": true,
		},
		change,
	),
}

read(unsettled) := {"rendered": true, "scripts": true, "unsettled": unsettled}

asked(kind, change) := object.union(
	{
		"name": kind,
		"label": kind,
		"kind": kind,
		"type": "text",
		"required": true,
		"mark": "required",
		"reason": false,
		"shown": "yes",
	},
	change,
)

consent(change) := object.union(
	{"name": "ok", "label": "I agree", "ticked": false, "required": true, "shown": "yes"},
	change,
)

test_pass_with_post if {
	count(check.deny) == 0 with input as form({})
	count(check.unknown) == 0 with input as form({})
}

test_fail_with_get if {
	count(check.deny) == 1 with input as form({"method": "get"})
	count(check.deny) == 1 with input as form({"method": "get", "fields": [asked("password", {})]})
}

test_unknown_when_unclear if {
	count(check.unknown) == 1 with input as form({"method": "get", "fields": [asked("unrecognised", {})]})
	count(check.unknown) == 1 with input as form({"method": "script", "action": null})
}

test_not_applicable_to_a_search if {
	check.not_applicable with input as form({"fields": [asked("search", {})]})
	not check.not_applicable with input as form({"fields": [asked("unrecognised", {})]})
}
