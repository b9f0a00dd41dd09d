package least_privilege.path_files_open_test

import data.least_privilege.path_files_open as check

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
	"parents": [folder("0755")],
	"files": files({}),
}

folder(mode) := {"mode": mode, "uid": 0, "gid": 0}

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
		"parents": [],
		"files": files({"count": 0, "oldest": null, "newest": null}),
	},
}

test_pass_when_closed if {
	count(check.deny) == 0 with input as path({"stat": stat("directory", "0755")})
}

test_pass_when_the_folder_keeps_others_out if {
	open := files({"world_readable": 3, "world_writable": 1})
	count(check.deny) == 0 with input as path({"files": open})
	count(check.deny) == 0 with input as path({"files": open, "stat": stat("directory", "0754")})
}

test_fail_when_readable if {
	facts := path({"files": files({"world_readable": 3}), "stat": stat("directory", "0711")})
	{found.path | some found in check.deny} == {"read"} with input as facts
}

test_fail_when_writable if {
	facts := path({"files": files({"world_writable": 1}), "stat": stat("directory", "0755")})
	{found.severity | some found in check.deny} == {"critical"} with input as facts
}

test_fail_for_a_single_file if {
	facts := path({"files": files({"world_readable": 1}), "stat": stat("file", "0644")})
	count(check.deny) == 1 with input as facts
}

test_pass_below_a_folder_that_keeps_others_out if {
	open := {"files": files({"world_readable": 3}), "parents": [folder("0750"), folder("0755")]}
	count(check.deny) == 0 with input as path(object.union(open, {"stat": stat("directory", "0755")}))
	count(check.deny) == 0 with input as path(object.union(open, {"stat": stat("file", "0644")}))
}

test_not_applicable_when_the_path_does_not_exist if {
	check.not_applicable with input as absent
	not check.not_applicable with input as path({})
}
