package least_privilege.access_highly_sensitive_test

import data.least_privilege.access_highly_sensitive as check

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

roster(role) := {"register.hr_roster": {"by": {"person": {"e1": [{"person": "e1", "status": "active", "role": role}]}}}}

high(change) := object.union(entry(change), {"dataset": {"ids": ["vip"], "classification": "highly_sensitive"}})

test_pass_with_a_listed_role if {
	count(check.deny) == 0 with input as high({})
		with data.inventory as roster("Director")
		with data.parameters.highly_sensitive_roles as ["Director"]
}

test_fail_with_another if {
	count(check.deny) == 1 with input as high({})
		with data.inventory as roster("Clerk")
		with data.parameters.highly_sensitive_roles as ["Director"]
}

test_fail_for_who_is_nobody if {
	count(check.deny) == 1 with input as high({"people": []})
		with data.inventory as roster("Director")
		with data.parameters.highly_sensitive_roles as ["Director"]
}

test_not_applicable_to_other_classes if {
	check.not_applicable with input as entry({})
}
