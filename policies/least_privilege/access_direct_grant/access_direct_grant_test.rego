package least_privilege.access_direct_grant_test

import data.least_privilege.access_direct_grant as check

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

test_fail_in_person if {
	grants := [
		{"rights": ["read"], "way": "direct", "source": "db1:acl", "chain": ["a"]},
		{"rights": ["write"], "way": "direct", "source": "db1:acl", "chain": ["b"]},
	]
	some found in check.deny with input as entry({"grants": grants})
	found.msg == "ann can read, write crm in person (db1:acl)"
}

test_pass_through_a_group if {
	count(check.deny) == 0 with input as entry({})
}

test_not_applicable_to_roles if {
	check.not_applicable with input as entry({"principal": {"kind": "iam_role"}})
}
