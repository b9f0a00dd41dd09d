package logging.cloudtrail_dataset_events_test

import data.logging.cloudtrail_dataset_events as check

bucket(classification, logged) := {
	"id": "arn:aws:s3:::crm",
	"type": "s3.bucket",
	"name": "crm",
	"target": "prod",
	"labels": {},
	"dataset": {"ids": ["crm"], "classification": classification, "retention_days": 365, "owner": "sales"},
	"facts": {
		"region": "eu-west-1",
		"logging": {"enabled": logged, "target_bucket": null, "target_prefix": null},
	},
}

trail(logging, multi_region, home, read, write) := {
	"config": {"multi_region": multi_region, "organization": false},
	"home_region": home,
	"logging": logging,
	"selectors": {"s3_read": read, "s3_write": write},
}

inventory(rows) := accounts(rows, ["111122223333"])

accounts(rows, names) := {
	"cloudtrail.trail": {"by": {"target": {"prod": rows}}},
	"s3.account": {"by": {"target": {"prod": [{"name": name} | some name in names]}}},
}

denied(rows) := {found.path | some found in all} if {
	all := check.deny with input as bucket("sensitive", true) with data.inventory as inventory(rows)
}

selected(prefix, exceptions) := [{"prefix": prefix, "except": exceptions}]

everything := selected("arn:", [])

on(selection) := trail(true, true, "us-east-1", selection, selection)

test_pass_when_recorded if {
	denied([on(everything)]) == set()
	denied([on(selected("arn:aws:s3:::crm/", []))]) == set()
	denied([on(selected("arn:aws:s3:::", ["arn:aws:s3:::trail-files/"]))]) == set()
	denied([trail(true, false, "eu-west-1", everything, everything)]) == set()
	denied([trail(true, true, "us-east-1", everything, []), trail(true, true, "us-east-1", [], everything)]) == set()
}

test_pass_general_information_with_access_logs if {
	count(check.deny) == 0 with input as bucket("general", true) with data.inventory as inventory([])
	count(check.deny) == 2 with input as bucket("general", false) with data.inventory as inventory([])
}

test_fail_without_data_events if {
	denied([]) == {"read", "write"}
	denied([on([])]) == {"read", "write"}
	denied([trail(true, true, "us-east-1", [], everything)]) == {"read"}
}

test_fail_when_the_trail_does_not_reach_it if {
	denied([trail(false, true, "eu-west-1", everything, everything)]) == {"read", "write"}
	denied([trail(true, false, "us-east-1", everything, everything)]) == {"read", "write"}
}

test_fail_when_only_a_part_is_selected if {
	denied([on(selected("arn:aws:s3:::crm/2026/", []))]) == {"read", "write"}
	denied([on(selected("arn:aws:s3:::crm-old/", []))]) == {"read", "write"}
	denied([on(selected("arn:", ["arn:aws:s3:::crm/tmp/"]))]) == {"read", "write"}
	denied([on(selected("arn:", ["arn:aws:s3:::crm/"]))]) == {"read", "write"}
}

several := ["111122223333", "444455556666"]

test_unknown_when_the_trail_may_be_of_another_account if {
	facts := bucket("sensitive", true)
	count(check.unknown) == 2 with input as facts with data.inventory as accounts([on(everything)], several)
	count(check.deny) == 0 with input as facts with data.inventory as accounts([on(everything)], several)
	count(check.unknown) == 0 with input as facts with data.inventory as inventory([on(everything)])
}

test_pass_with_the_trail_of_the_organization if {
	for_all := object.union(on(everything), {"config": {"organization": true}})
	count(check.unknown) == 0 with input as bucket("sensitive", true) with data.inventory as accounts([for_all], several)
	count(check.deny) == 0 with input as bucket("sensitive", true) with data.inventory as accounts([for_all], several)
}

test_not_applicable_without_a_dataset if {
	check.not_applicable with input as object.union(bucket("general", true), {"dataset": null})
	not check.not_applicable with input as bucket("general", true)
}
