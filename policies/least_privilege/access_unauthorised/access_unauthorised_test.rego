package least_privilege.access_unauthorised_test

import data.least_privilege.access_unauthorised as check

grant(rights, way) := {
	"rights": rights,
	"stores": ["/srv/crm"],
	"store_type": "server.path",
	"way": way,
	"source": "db1:group/crm",
	"chain": ["ann is in the group crm", "the mode 2750 of /srv/crm lets the group crm read it"],
	"conditional": false,
}

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
			"grants": [grant(["read"], "group")],
			"people": [{"person": "e1", "status": "active", "by": "roster"}],
		},
		change,
	),
}

row(change) := object.union(
	{
		"id": "G1",
		"name": "G1",
		"target": "registers",
		"account": "ann",
		"person": "e1",
		"dataset": "crm",
		"rights": ["read"],
		"approved_on": "2026-10-05",
		"granted_on": "2026-10-06",
		"expires": null,
	},
	change,
)

found(change, rows) := amount if {
	amount := count(check.deny) with input as entry(change)
		with data.run as {"now": "2026-11-28T12:00:00Z"}
		with data.inventory as {"register.access_grant_register": {"all": rows, "by": {}}}
}

test_pass_with_an_authorisation if {
	found({}, [row({})]) == 0
	found({}, [row({"account": "ANN", "expires": "2026-11-28"})]) == 0
	found({}, [row({"account": "host:1/account/ann"})]) == 0
	found({"people": []}, [row({})]) == 0
	found({"grants": [grant(["write", "delete"], "group")]}, [row({"rights": ["write"]})]) == 0
}

test_fail_without_one if {
	found({}, []) == 1
	found({}, [row({"account": "bob"})]) == 1
	found({}, [row({"dataset": "news"})]) == 1
	found({}, [row({"rights": ["write"]})]) == 1
	found({"grants": [grant(["read", "write"], "group")]}, [row({})]) == 1
}

test_fail_when_it_does_not_hold_today if {
	found({}, [row({"expires": "2026-11-27"})]) == 1
	found({}, [row({"approved_on": null})]) == 1
	found({}, [row({"granted_on": null})]) == 1
	found({}, [row({"approved_on": "2026-11-29"})]) == 1
	found({}, [row({"expires": "some day"})]) == 1
}

test_fail_when_the_account_is_somebody_elses_now if {
	found({}, [row({"person": "e2"})]) == 1
}

test_not_applicable_to_what_nobody_gave if {
	check.not_applicable with input as entry({"grants": [grant(["read"], "everybody"), grant(["read"], "root")]})
	check.not_applicable with input as entry({"principal": {"kind": "service"}})
	not check.not_applicable with input as entry({})
}
