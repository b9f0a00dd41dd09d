package sharing_third_party.iam_role_trust_organizations_test

import data.sharing_third_party.iam_role_trust_organizations as check

resource(conditions) := {
	"id": "arn:aws:iam::111122223333:role/x",
	"type": "iam.role",
	"name": "x",
	"target": "prod",
	"labels": {},
	"dataset": null,
	"facts": {"trust": {"statements": [{
		"sid": "",
		"effect": "Allow",
		"principals": {"AWS": ["*"]},
		"not_principals": {},
		"actions": ["sts:AssumeRole"],
		"not_actions": [],
		"resources": [],
		"not_resources": [],
		"conditions": conditions,
	}]}},
}

inventory(organization) := {"iam.access_analyzer": {"by": {"target": {"prod": [{
	"id": "aws:111122223333/eu-west-1/access-analyzer",
	"name": "eu-west-1",
	"organization": organization,
}]}}}}

denied(conditions, organization) := paths if {
	paths := {found.path | some found in check.deny} with input as resource(conditions)
		with data.inventory as inventory(organization)
		with data.parameters as {"trusted_aws_organizations": ["o-partner1234"]}
}

ours := {"StringEquals": {"aws:principalorgid": ["o-ours123456"]}}

theirs := {"StringEquals": {"aws:principalorgid": ["o-theirs1234"]}}

test_pass_for_our_own_and_a_trusted_organization if {
	denied(ours, "o-ours123456") == set()
	denied({"StringEquals": {"aws:principalorgid": ["o-partner1234"]}}, "o-ours123456") == set()
	paths := {"ForAnyValue:StringLike": {"aws:principalorgpaths": ["o-ours123456/r-ab12/*"]}}
	denied(paths, "o-ours123456") == set()
}

test_fail_for_a_foreign_organization if {
	denied(theirs, "o-ours123456") == {"o-theirs1234"}
	both := {"StringEquals": {"aws:principalorgid": ["o-ours123456", "o-theirs1234"]}}
	denied(both, "o-ours123456") == {"o-theirs1234"}
	paths := {"ForAnyValue:StringLike": {"aws:principalorgpaths": ["o-theirs1234/*"]}}
	denied(paths, "o-ours123456") == {"o-theirs1234"}
}

test_fail_when_the_account_is_in_no_organization if {
	denied(theirs, null) == {"o-theirs1234"}
}

test_not_applicable_without_organizations if {
	check.not_applicable with input as resource({})
	check.not_applicable with input as resource({"IpAddress": {"aws:sourceip": ["192.0.2.0/24"]}})
	not check.not_applicable with input as resource(theirs)
}
