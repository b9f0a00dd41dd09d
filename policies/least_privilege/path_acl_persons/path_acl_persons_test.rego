package least_privilege.path_acl_persons_test

import data.least_privilege.path_acl_persons as check

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

entry(tag, qualifier, perms, effective) := {
	"tag": tag,
	"qualifier": qualifier,
	"perms": perms,
	"effective": effective,
}

test_pass_without_personal_entries if {
	entries := [entry("user", "", "rwx", "rwx"), entry("group", "ops", "r-x", "r-x")]
	count(check.deny) == 0 with input as path({"acl": entries, "default_acl": entries})
}

test_pass_when_the_mask_takes_it_away if {
	entries := [entry("user", "alice", "rw-", "---"), entry("mask", "", "---", "---")]
	count(check.deny) == 0 with input as path({"acl": entries})
}

test_fail_names_the_person if {
	facts := path({"acl": [entry("user", "alice", "rwx", "r-x")]})
	{found.path | some found in check.deny} == {"user:alice"} with input as facts
}

test_fail_in_the_default_acl if {
	facts := path({"default_acl": [entry("user", "alice", "r--", "r--")]})
	{found.path | some found in check.deny} == {"default:user:alice"} with input as facts
}

test_pass_below_a_folder_that_only_root_may_pass if {
	below := {"acl": [entry("user", "alice", "rwx", "rwx")], "parents": [folder("0700"), folder("0755")]}
	count(check.deny) == 0 with input as path(below)
}

test_fail_below_a_folder_that_may_let_the_person_pass if {
	below := {"acl": [entry("user", "alice", "rwx", "rwx")], "parents": [folder("0750"), folder("0755")]}
	count(check.deny) == 1 with input as path(below)
}

test_not_applicable_when_the_path_does_not_exist if {
	check.not_applicable with input as absent
	not check.not_applicable with input as path({})
}
