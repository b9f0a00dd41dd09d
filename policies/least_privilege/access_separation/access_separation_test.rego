package least_privilege.access_separation_test

import data.least_privilege.access_separation as check

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

test_fail_with_all_three if {
	grants := [{"rights": ["read", "write", "export"], "way": "direct", "chain": ["x"]}]
	count(check.deny) == 1 with input as entry({"grants": grants})
}

test_pass_with_two if {
	grants := [{"rights": ["read", "export"], "way": "direct", "chain": ["x"]}]
	count(check.deny) == 0 with input as entry({"grants": grants})
}

test_pass_for_root if {
	grants := [{"rights": ["read", "write", "export"], "way": "root", "chain": ["x"]}]
	count(check.deny) == 0 with input as entry({"grants": grants})
}
