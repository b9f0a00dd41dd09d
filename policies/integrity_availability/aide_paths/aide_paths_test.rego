package integrity_availability.aide_paths_test

import data.integrity_availability.aide_paths as check

machine(installed, paths) := {
	"id": "host:1/intrusion_detection",
	"type": "server.intrusion_detection",
	"name": "db1",
	"target": "db1",
	"labels": {},
	"dataset": null,
	"facts": {"aide": {"installed": installed, "database": null, "schedule": [], "paths": paths}},
}

asked(path, covered) := {"path": path, "covered": covered}

test_pass_when_all_is_watched if {
	paths := [asked("/etc", "yes"), asked("/srv/customers", "yes")]
	count(check.deny) == 0 with input as machine(true, paths)
	count(check.unknown) == 0 with input as machine(true, paths)
}

test_fail_when_a_dataset_is_left_out if {
	paths := [asked("/etc", "yes"), asked("/srv/customers", "no")]
	{found.path | some found in check.deny} == {"/srv/customers"} with input as machine(true, paths)
}

test_unknown_when_it_cannot_be_asked if {
	paths := [asked("/etc", "undetermined"), asked("/usr/bin", "undetermined")]
	count(check.unknown) == 1 with input as machine(true, paths)
	count(check.deny) == 0 with input as machine(true, paths)
}

test_not_applicable_without_aide if {
	check.not_applicable with input as machine(false, [])
	not check.not_applicable with input as machine(true, [])
}
