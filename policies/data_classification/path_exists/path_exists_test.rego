package data_classification.path_exists_test

import data.data_classification.path_exists as check

path(change) := {
	"id": "host:1/path/srv/customers",
	"type": "server.path",
	"name": "/srv/customers",
	"target": "db1",
	"labels": {},
	"dataset": dataset("sensitive"),
	"facts": object.union(object.remove(closed, object.keys(change)), change),
}

dataset(classification) := {
	"ids": ["crm"],
	"classification": classification,
	"retention_days": 365,
	"owner": "sales",
}

closed := {
	"exists": true,
	"stat": stat("directory", "0750"),
	"acl": [],
	"default_acl": [],
	"files": files({}),
}

stat(kind, mode) := {
	"kind": kind,
	"mode": mode,
	"owner": "crm",
	"group": "crm",
	"uid": 990,
	"gid": 990,
	"symlink": false,
}

files(change) := object.union(
	{
		"count": 3,
		"oldest": "2026-10-01T00:00:00Z",
		"newest": "2026-11-01T00:00:00Z",
		"world_readable": 0,
		"world_writable": 0,
		"foreign_owner": 0,
		"setuid": 0,
	},
	change,
)

absent := {
	"id": "host:1/path/srv/x",
	"name": "/srv/x",
	"dataset": dataset("general"),
	"facts": {
		"exists": false,
		"stat": null,
		"acl": [],
		"default_acl": [],
		"files": files({"count": 0, "oldest": null, "newest": null}),
	},
}

test_pass_when_it_exists if {
	count(check.deny) == 0 with input as path({})
}

test_fail_when_it_does_not if {
	count(check.deny) == 1 with input as absent
}
