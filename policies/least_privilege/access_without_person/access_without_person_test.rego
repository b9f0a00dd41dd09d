package least_privilege.access_without_person_test

import data.least_privilege.access_without_person as check

entry(change) := {
	"id": "access:crm/host:1/account/ann",
	"type": "dataset.access",
	"name": "ann on crm",
	"target": "access:datasets",
	"labels": {},
	"dataset": {"ids": ["crm"], "classification": "sensitive", "retention_days": 730, "owner": "crm-team"},
	"facts": object.union(
		{
			"principal": {"kind": "server_account", "id": "host:1/account/ann", "name": "ann", "login": "ann"},
			"rights": ["read"],
			"grants": [{
				"rights": ["read"],
				"stores": ["/srv/crm"],
				"store_type": "server.path",
				"way": "group",
				"source": "db1:group/crm",
				"chain": ["ann is in the group crm", "the mode 2750 of /srv/crm lets the group crm read it"],
				"conditional": false,
			}],
			"wide_grants": [],
			"people": [{"person": "e1", "status": "active", "by": "roster"}],
			"use": {"state": "login", "runs": []},
		},
		change,
	),
}

parameters := {"service_logins": ["messagebus"]}

everybody := [{"rights": ["read"], "way": "everybody", "chain": ["the mode lets everybody read"]}]

test_fail_without_a_person if {
	count(check.deny) == 1 with input as entry({"people": []})
		with data.parameters as parameters
	count(check.deny) == 1 with input as entry({"people": [], "use": null})
		with data.parameters as parameters
}

test_fail_for_a_service_that_nobody_answers_for if {
	web := {"people": [], "grants": everybody, "use": {"state": "service", "runs": ["nginx"]}}
	some found in check.deny with input as entry(web) with data.parameters as parameters
	contains(found.msg, "nobody with this account (it runs nginx)")
	not check.not_applicable with input as entry(web)
}

test_pass_for_a_service_that_is_named if {
	named := {"principal": {"kind": "server_account", "name": "messagebus"}, "people": []}
	count(check.deny) == 0 with input as entry(named)
		with data.parameters as parameters
}

test_not_applicable_to_what_nobody_can_use if {
	idle := {"state": "idle", "runs": []}
	check.not_applicable with input as entry({"grants": everybody, "use": idle})
	not check.not_applicable with input as entry({"use": idle})
	not check.not_applicable with input as entry({"grants": everybody})
}

test_pass_with_one if {
	count(check.deny) == 0 with input as entry({})
		with data.parameters as parameters
	not check.not_applicable with input as entry({})
}

test_not_applicable_to_what_is_no_account if {
	check.not_applicable with input as entry({"principal": {"kind": "service"}})
}

test_not_applicable_to_root_itself if {
	root := [{"rights": ["read"], "way": "root", "chain": ["root is root"]}]
	check.not_applicable with input as entry({"grants": root})
	sudo := [{"rights": ["read"], "way": "root", "chain": ["sudoers lets ann", "nothing stops root"]}]
	not check.not_applicable with input as entry({"grants": sudo})
}
