package least_privilege.path_others_read_test

import data.least_privilege.path_others_read as check

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
	every mode in ["0750", "2770", "0700"] {
		count(check.deny) == 0 with input as path({"stat": stat("directory", mode)})
	}
}

test_pass_a_file_that_others_may_only_execute if {
	count(check.deny) == 0 with input as path({"stat": stat("file", "0711")})
}

test_fail_when_readable if {
	facts := path({"stat": stat("file", "0644")})
	{found.severity | some found in check.deny} == {"critical"} with input as facts
	count(check.deny) == 1 with input as path({"stat": stat("directory", "0755")})
}

test_fail_when_others_may_pass_through if {
	count(check.deny) == 1 with input as path({"stat": stat("directory", "0751")})
}

test_fail_general_data_is_less_severe if {
	general := object.union(path({"stat": stat("directory", "0755")}), {"dataset": dataset("general")})
	{found.severity | some found in check.deny} == {"high"} with input as general
}

test_pass_below_a_folder_that_keeps_others_out if {
	below := {"stat": stat("directory", "0755"), "parents": [folder("0755"), folder("0700"), folder("0755")]}
	count(check.deny) == 0 with input as path(below)
}

test_not_applicable_when_the_path_does_not_exist if {
	check.not_applicable with input as absent
	not check.not_applicable with input as path({})
}
