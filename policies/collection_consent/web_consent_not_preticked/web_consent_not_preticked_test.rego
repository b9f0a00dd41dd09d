package collection_consent.web_consent_not_preticked_test

import data.collection_consent.web_consent_not_preticked as check

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

test_pass_when_empty if {
	count(check.deny) == 0 with input as form({})
	count(check.unknown) == 0 with input as form({})
}

test_fail_when_ticked_whatever_else_is_unclear if {
	count(check.deny) == 1 with input as form({"consent": [consent({"ticked": true})]})
	count(check.deny) == 1 with input as form({"consent": [consent({"ticked": true})], "reading": read("scripts")})
}

test_unknown_when_scripts_may_tick_it if {
	count(check.unknown) == 1 with input as form({"reading": read("scripts")})
}

test_not_applicable_without_a_box if {
	check.not_applicable with input as form({"consent": []})
}
