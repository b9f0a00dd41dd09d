package least_privilege.iam_role_unused_test

import data.least_privilege.iam_role_unused as check

role(change) := {
	"id": "arn:aws:iam::111122223333:role/app",
	"type": "iam.role",
	"name": "app",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {"use": object.union({"created": "2020-01-01T00:00:00Z", "last_used": "2026-11-09T00:00:00Z"}, change)},
}

parameters := {"dormant_days": 90, "iam_administrators": ["break-glass-*"]}

denied(change) := amount if {
	amount := count(check.deny) with input as role(change)
		with data.parameters as parameters
		with data.run as {"now": "2026-11-10T12:00:00Z"}
}

test_pass_in_use_or_new if {
	denied({}) == 0
	denied({"last_used": null, "created": "2026-11-01T00:00:00Z"}) == 0
}

test_pass_for_emergencies if {
	emergency := object.union(role({"last_used": null}), {"name": "break-glass-1"})
	count(check.deny) == 0 with input as emergency
		with data.parameters as parameters
		with data.run as {"now": "2026-11-10T12:00:00Z"}
}

test_fail_unused if {
	denied({"last_used": "2026-08-12T11:59:59Z"}) == 1
	denied({"last_used": null}) == 1
}

test_not_applicable_to_roles_that_aws_keeps if {
	linked := object.union(role({}), {"id": "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/R"})
	check.not_applicable with input as linked
	sso := "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_ReadOnly_1"
	check.not_applicable with input as object.union(role({}), {"id": sso})
	not check.not_applicable with input as role({})
}
