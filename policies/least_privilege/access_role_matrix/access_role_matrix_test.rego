package least_privilege.access_role_matrix_test

import data.least_privilege.access_role_matrix as check

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

inventory(rights) := {
	"register.hr_roster": {"by": {"person": {"e1": [{"person": "e1", "status": "active", "role": "Clerk"}]}}},
	"register.role_matrix": {"all": [{
		"role": "Clerk",
		"person": null,
		"account": null,
		"dataset": "crm",
		"classification": null,
		"rights": rights,
	}]},
}

test_pass_with_the_right if {
	count(check.deny) == 0 with input as entry({}) with data.inventory as inventory(["read"])
}

test_fail_without_it if {
	found := check.deny with input as entry({}) with data.inventory as inventory(["write"])
	{item.path | some item in found} == {"read"}
}

test_pass_for_deleting_with_the_right_to_write if {
	grants := [{"rights": ["delete"], "way": "group", "chain": ["x"]}]
	count(check.deny) == 0 with input as entry({"grants": grants}) with data.inventory as inventory(["write"])
}

test_not_applicable_to_what_is_no_account if {
	check.not_applicable with input as entry({"principal": {"kind": "iam_role"}})
}

test_not_applicable_to_what_nobody_gave if {
	check.not_applicable with input as entry({"grants": [{"rights": ["read"], "way": "root", "chain": ["root"]}]})
}
