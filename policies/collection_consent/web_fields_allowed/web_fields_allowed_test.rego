package collection_consent.web_fields_allowed_test

import data.collection_consent.web_fields_allowed as check

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

parameters := {
	"form_fields_membership_registration": ["name", "phone"],
	"form_fields_logistics_delivery": ["name", "phone", "address"],
}

denied(change) := {found.args.kind |
	some found in check.deny with input as form(change) with data.parameters as parameters
}

unclear(change) := amount if {
	amount := count(check.unknown) with input as form(change) with data.parameters as parameters
}

test_pass_within_the_list if {
	denied({}) == set()
	unclear({}) == 0
	with_address := [asked("name", {}), asked("address", {})]
	denied({"scenario": "logistics_delivery", "fields": with_address}) == set()
	denied({"scenario": "other", "allowed_fields": ["name", "address"], "fields": with_address}) == set()
}

test_pass_with_what_is_not_about_the_customer if {
	denied({"fields": [asked("password", {}), asked("verification_code", {}), asked("name", {})]}) == set()
}

test_fail_beyond_either_list if {
	more := [asked("name", {}), asked("birthday", {})]
	denied({"fields": more}) == {"birthday"}
	denied({"fields": more, "allowed_fields": ["name", "birthday"]}) == {"birthday"}
	denied({"allowed_fields": ["name"]}) == {"phone"}
}

test_fail_is_critical_for_sensitive_kinds if {
	facts := form({"fields": [asked("id_card_number", {})]})
	some found in check.deny with input as facts with data.parameters as parameters
	found.severity == "critical"
}

test_unknown_without_a_list_or_a_meaning if {
	unclear({"scenario": "other"}) == 1
	unclear({"fields": [asked("unrecognised", {})]}) == 1
	unclear({"reading": read("scripts")}) == 1
}

test_not_applicable_to_a_search if {
	check.not_applicable with input as form({"fields": [asked("search", {})]})
	not check.not_applicable with input as form({"fields": [asked("unrecognised", {})]})
}
