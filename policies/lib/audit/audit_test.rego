package lib.audit_test

import data.lib.audit

rule(changes) := object.union(
	{
		"list": "exit",
		"action": "always",
		"path": null,
		"permissions": null,
		"arch": null,
		"syscalls": [],
		"filters": [],
		"keys": [],
	},
	changes,
)

watch(path, permissions) := rule({"path": path, "permissions": permissions})

test_records_by_the_path_or_a_folder_above if {
	audit.records([watch("/srv/customers", "arw")], "/srv/customers", "r")
	audit.records([watch("/srv", "arw")], "/srv/customers", "r")
	audit.records([watch("/", "arw")], "/srv/customers", "r")
	not audit.records([watch("/srv/cust", "arw")], "/srv/customers", "r")
	not audit.records([watch("/srv/customers/a", "arw")], "/srv/customers", "r")
	not audit.records([watch("/srv", "aw")], "/srv/customers", "r")
	not audit.records([rule({"syscalls": ["open"]})], "/srv/customers", "r")
}

test_records_every_access_without_permissions if {
	audit.records([rule({"path": "/srv"})], "/srv/customers", "a")
	not audit.records([rule({"path": "/srv", "syscalls": ["openat"]})], "/srv/customers", "a")
}

test_records_both_word_sizes if {
	wide := rule({"path": "/srv", "arch": "b64"})
	narrow := rule({"path": "/srv", "arch": "b32"})
	not audit.records([wide], "/srv", "w")
	audit.records([wide, narrow], "/srv", "w")
}

test_filters_may_leave_out_services_only if {
	audit.everybody([])
	audit.everybody(["auid>=1000", "auid!=-1"])
	audit.everybody(["auid>=500"])
	not audit.everybody(["auid>=60000"])
	not audit.everybody(["success!=1"])
	not audit.everybody(["auid=1001"])
}

test_silenced_places if {
	never := rule({"path": "/srv/customers/tmp", "action": "never"})
	audit.silenced([never], "/srv/customers") == {"/srv/customers/tmp"}
	audit.silenced([rule({"path": "/srv", "action": "never"})], "/srv/customers") == {"/srv"}
	audit.silenced([never, watch("/srv/customers", "r")], "/home") == set()
}

test_switched_off if {
	audit.switched_off([rule({"list": "task", "action": "never"})])
	not audit.switched_off([rule({"list": "task", "action": "never", "filters": ["uid=33"]})])
	not audit.switched_off([rule({"list": "user", "action": "never"})])
}
