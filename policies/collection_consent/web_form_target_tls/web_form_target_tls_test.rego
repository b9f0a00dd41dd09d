package collection_consent.web_form_target_tls_test

import data.collection_consent.web_form_target_tls as check

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

plain := {"url": "http://shop.example/register", "tls": false, "ours": true}

test_pass_with_tls if {
	count(check.deny) == 0 with input as form({})
	count(check.unknown) == 0 with input as form({})
}

test_fail_in_plain_text if {
	count(check.deny) == 1 with input as form({"action": plain})
	count(check.deny) == 1 with input as form({"action": plain, "reading": read("scripts")})
}

test_unknown_when_a_script_decides if {
	count(check.unknown) == 1 with input as form({"action": null, "method": "script"})
	count(check.unknown) == 1 with input as form({"reading": read("scripts")})
}
