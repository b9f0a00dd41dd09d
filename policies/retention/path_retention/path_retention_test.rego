package retention.path_retention_test

import data.retention.path_retention as check

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

parameters := {"destruction_grace_days": 30}

run := {"now": "2026-11-10T12:00:00Z"}

oldest(text) := path({"files": files({"oldest": text})})

denied(facts) := severities if {
	severities := {found.severity | some found in check.deny} with input as facts
		with data.parameters as parameters
		with data.run as run
}

test_pass_within_the_period_and_grace if {
	denied(oldest("2026-11-01T00:00:00Z")) == set()
	denied(oldest("2025-10-11T12:00:00Z")) == set()
}

test_pass_without_files if {
	denied(path({"files": files({"count": 0, "oldest": null, "newest": null})})) == set()
	count(check.unknown) == 0 with input as path({"files": files({"count": 0, "oldest": null})})
}

test_fail_when_older if {
	denied(oldest("2025-10-11T11:59:59Z")) == {"critical"}
	denied(oldest("2019-01-01T00:00:00.123456+00:00")) == {"critical"}
}

test_fail_general_data_is_less_severe if {
	general := object.union(oldest("2019-01-01T00:00:00Z"), {"dataset": dataset("general")})
	denied(general) == {"high"}
}

test_unknown_when_the_age_is_not_known if {
	every text in [null, "", "yesterday", "2019-01-01"] {
		denied(oldest(text)) == set()
		count(check.unknown) == 1 with input as oldest(text)
	}
}

test_not_applicable_when_the_path_does_not_exist if {
	check.not_applicable with input as absent
	not check.not_applicable with input as path({})
}
