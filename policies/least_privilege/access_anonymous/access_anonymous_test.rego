package least_privilege.access_anonymous_test

import data.least_privilege.access_anonymous as check

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
			"people": [{"person": "e1", "status": "active"}],
		},
		change,
	),
}

test_fail_for_anybody if {
	some found in check.deny with input as entry({"principal": {"kind": "anonymous", "name": "anybody on the internet"}})
	startswith(found.msg, "anybody on the internet can read crm: ")
}

test_pass_for_a_person if {
	count(check.deny) == 0 with input as entry({})
}
