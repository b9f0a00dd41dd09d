package sharing_third_party.web_form_target_foreign_test

import data.sharing_third_party.web_form_target_foreign as check

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

foreign := {"url": "https://forms.example/in", "tls": true, "ours": false}

test_pass_when_ours if {
	count(check.deny) == 0 with input as form({})
	count(check.unknown) == 0 with input as form({})
}

test_fail_when_foreign if {
	count(check.deny) == 1 with input as form({"action": foreign})
	count(check.deny) == 1 with input as form({"action": foreign, "fields": [asked("unrecognised", {})]})
}

test_unknown_when_a_script_decides if {
	count(check.unknown) == 1 with input as form({"action": null, "method": "script"})
	count(check.unknown) == 1 with input as form({"reading": read("scripts")})
}

test_not_applicable_to_a_search if {
	check.not_applicable with input as form({"fields": [asked("search", {})]})
	not check.not_applicable with input as form({"fields": [asked("unrecognised", {})]})
}
