package least_privilege.s3_access_point_vpc_test

import data.least_privilege.s3_access_point_vpc as check

bucket(facts, dataset) := {
	"id": "arn:aws:s3:::b",
	"type": "s3.bucket",
	"name": "b",
	"target": "prod",
	"labels": {},
	"dataset": dataset,
	"facts": facts,
}

held(classification, days) := {
	"ids": ["crm"],
	"classification": classification,
	"retention_days": days,
	"owner": "sales",
	"prefixes": [{"prefix": "", "retention_days": days}],
}

row(name, bucket_name, vpc) := {
	"id": sprintf("arn:aws:s3:eu-west-1:111122223333:accesspoint/%s", [name]),
	"name": name,
	"target": "prod",
	"access_point": {"bucket": bucket_name, "bucket_account": null, "vpc": vpc, "public_access_block": {}},
}

denied(rows) := {found.args.point | some found in all} if {
	all := check.deny with input as bucket({}, held("sensitive", 365))
		with data.inventory as {"s3.access_point": {"by": {"target": {"prod": rows}}, "all": rows}}
}

test_fail_for_a_door_to_the_internet if {
	denied([row("wide", "b", null), row("inside", "b", "vpc-1"), row("other", "c", null)]) == {"wide"}
}

test_pass_without_one if {
	denied([row("inside", "b", "vpc-1"), row("other", "c", null)]) == set()
	denied([]) == set()
}

test_not_applicable_to_other_data if {
	check.not_applicable with input as bucket({}, held("general", 365))
	check.not_applicable with input as bucket({}, null)
	not check.not_applicable with input as bucket({}, held("highly_sensitive", 365))
}
