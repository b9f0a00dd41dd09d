package regulator_public.web_contacts_published_test

import data.regulator_public.web_contacts_published as check

site(kinds) := {
	"id": "https://shop.example",
	"type": "web.site",
	"name": "shop",
	"target": "shop",
	"labels": {},
	"dataset": null,
	"facts": {"contacts": [{"kind": kind, "value": "x", "page": "https://shop.example/contact"} | some kind in kinds]},
}

wanted := {"published_contacts": ["hotline", "email", "complaint_channel"]}

test_pass_when_all_are_there if {
	every kinds in [["hotline", "email", "complaint_channel"]] {
		count(check.deny) == 0 with input as site(kinds) with data.parameters as wanted
	}
}

test_fail_for_each_that_is_missing if {
	facts := site(["email"])
	{found.path | some found in check.deny with input as facts with data.parameters as wanted} == {
		"hotline",
		"complaint_channel",
	}
}
